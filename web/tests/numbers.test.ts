import { describe, expect, test } from 'vitest';
import { csv } from '../src/lib/copy';
import { exact_value, percent_text, read_change, read_count, read_day, read_value } from '../src/lib/numbers';
import { shade_to_goal, short_name, working_days_until } from '../src/lib/places';

describe('numbers as people read them', () => {
  test('counts', () => {
    expect(read_count('28660000', 'zh')).toBe('2866 万');
    expect(read_count('28660000', 'en')).toBe('28.66 M');
    expect(read_count('16901000', 'zh')).toBe('1690.1 万');
    expect(read_count('123456789', 'zh')).toBe('1.23 亿');
    expect(read_count(99999, 'zh')).toBe('99,999');
    expect(read_count(0, 'zh')).toBe('0');
  });
  test('missing is not zero', () => {
    expect(read_count(null, 'zh')).toBe('—');
    expect(read_value(null, 'en')).toBe('—');
    expect(read_value({ n: null, d: null }, 'zh')).toBe('—');
    expect(read_value({ n: '0', d: '5' }, 'zh')).toBe('0.0%');
    expect(read_value({ n: '0', d: '0' }, 'zh')).toBe('—');
    expect(read_change(null, 'zh', 'points')).toBe('—');
    expect(read_change(0, 'zh', 'points')).toBe('持平');
  });
  test('ratios are rounded by whole numbers', () => {
    expect(percent_text({ n: '1', d: '3' })).toBe('33.3');
    expect(percent_text({ n: '97949', d: '100000' })).toBe('97.9');
    expect(percent_text({ n: '97950', d: '100000' })).toBe('98.0');
    expect(percent_text({ n: '99999999999999999999', d: '100000000000000000000' }, 4)).toBe('100.0000');
    expect(exact_value({ n: '2', d: '3' })).toBe('2/3 = 66.6667%');
  });
  test('changes carry a sign that is no colour', () => {
    expect(read_change(3.2, 'zh', 'points')).toBe('▲ 3.2 点');
    expect(read_change(-5.14, 'en', 'points')).toBe('▼ 5.1 pt');
    expect(read_change(-1234, 'zh', 'count')).toBe('▼ 1,234');
  });
  test('days', () => {
    expect(read_day('2020-03-13', 'zh', '2020-12-01')).toBe('3月13日');
    expect(read_day('2019-03-13', 'zh', '2020-12-01')).toBe('2019年3月13日');
    expect(read_day('2020-03-13', 'en')).toBe('13 Mar');
    expect(read_day(null, 'zh')).toBe('—');
  });
});
describe('places', () => {
  test('short names', () => {
    expect(['内蒙古自治区', '广西壮族自治区', '北京市', '凉山彝族自治州', '木里藏族自治县', '城区'].map(short_name)).toEqual(['内蒙古', '广西', '北京', '凉山', '木里', '城区']);
  });
  test('shades', () => {
    expect(shade_to_goal({ n: '98', d: '100' }, '0.98')).toBe(5);
    expect(shade_to_goal({ n: '28', d: '100' }, '0.98')).toBe(0);
    expect(shade_to_goal(null, '0.98')).toBe(null);
  });
  test('working days', () => {
    expect(working_days_until('2020-03-13', '2020-03-18')).toBe(3); // Friday to Wednesday
    expect(working_days_until('2020-03-13', '2020-03-13')).toBe(0);
    expect(working_days_until('2020-03-16', '2020-03-13')).toBe(-1);
  });
});
test('no cell of an export is a formula', () => {
  expect(csv([['=1+1', '-5', '@x', 'a"b', null]])).toBe(`'=1+1,-5,'@x,"a""b",\r\n`);
});
