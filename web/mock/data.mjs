// Made-up answers in the contract's shapes, for work on the pages without a server. All people are
// synthetic. Names of places come from the list that ./run setup makes.
import { readFileSync } from 'node:fs';

const areas = new Map();
for (const line of readFileSync(new URL('../../third_party/areas/areas.csv', import.meta.url), 'utf8').split('\n').slice(1)) {
  const [code, name, , to] = line.split(',');
  if (code && !to) areas.set(code, name);
}
areas.set('', '全国');
export const show = (area) => (area === '' ? 'cn' : area);
export const code = (area) => (area === 'cn' || !area ? '' : area);
const levels = { 0: 'nation', 2: 'province', 4: 'city', 6: 'county', 9: 'township', 12: 'village' };
const steps = { 0: 2, 2: 4, 4: 6, 6: 9, 9: 12 };
export const name_of = (area) => areas.get(area) ?? area;
export const level_of = (area) => levels[area.length];
export function children_of(area) {
  const step = steps[area.length];
  if (!step) return [];
  const all = Array.from(areas.keys()).filter((one) => one.length === step && one.startsWith(area) && !['71', '81', '82', '83'].includes(one));
  return all.sort();
}
export function path_of(area) {
  const cuts = [0, 2, 4, 6, 9, 12].filter((cut) => cut <= area.length);
  return cuts.map((cut) => ({ area: show(area.slice(0, cut)), name: name_of(area.slice(0, cut)) }));
}
function chance(text) {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return ((hash >>> 0) % 100000) / 100000;
}
export const days = ['2020-03-06', '2020-03-07', '2020-03-08', '2020-03-09', '2020-03-10', '2020-03-11', '2020-03-12', '2020-03-13'];
const drive = [0.281, 0.412, 0.553, 0.684, 0.79, 0.876, 0.938, 0.972];
export let extra = 0;
export const lift = () => (extra += 0.004);
export function ratio(area, day, salt = '') {
  const d = Math.round((area.length === 0 ? 16901000 : area.length === 2 ? 2e5 + 1.2e6 * chance(area) : area.length === 4 ? 9e4 * chance(area) + 2e4 : 9000 * chance(area) + 80));
  const base = drive[Math.max(0, days.indexOf(day))];
  const share = Math.min(0.999, Math.max(0.1, base + (area ? (chance(area + salt) - 0.6) * 0.14 : 0) + extra));
  return { n: String(Math.round(d * share)), d: String(d) };
}
const out = (ratio) => Number(ratio.n) / Number(ratio.d);
const not_home = new Set(['11', '12', '31', '32', '33', '44']);
export function state_of(area) {
  if (area === '65' || area === '513432') return 'silent';
  if (area === '42' || area === '513426') return 'suspended';
  if (area === '54') return 'nil';
  return 'reported';
}
export function standing(area, day, rank) {
  const value = ratio(area, day);
  const at = days.indexOf(day);
  const before = at > 0 ? ratio(area, days[at - 1]) : null;
  const expected = !not_home.has(area);
  const state = state_of(area);
  const share = out(value);
  const met = share >= 0.98;
  const speed = before ? (share - out(ratio(area, days[Math.max(0, at - 3)]))) / 3 : null;
  return {
    target: 'complete_98', parent: show(area.slice(0, -2)), area: show(area), name: name_of(area), day, state,
    children_expected: 20, children_reported: state === 'silent' ? 0 : 19,
    value: expected ? value : null, shown: expected ? (share * 100).toFixed(1) : null, goal: '0.98', met: expected && met,
    missing: expected ? String(Math.max(0, Math.ceil(Number(value.d) * 0.98 - Number(value.n)))) : null,
    place: rank ?? null, tied: false,
    not_ranked: !expected ? 'not_expected' : state === 'silent' ? 'silent' : state === 'suspended' ? 'suspended' : rank ? null : 'switched_off',
    before: before ? String(out(before)) : null, before_place: rank ? Math.max(1, rank + Math.round((chance(area + 'b') - 0.5) * 6)) : null,
    delta: before && expected ? ((share - out(before)) * 100).toFixed(1) : null, speed: speed && expected ? (speed * 100).toFixed(1) : null,
    forecast_day: met || !expected || state === 'silent' ? null : '2020-03-' + (14 + Math.floor((0.98 - share) * 60)), figure: expected ? '9' + area + '1' : null,
  };
}
export const columns = [
  ['person_id', '人编号', 'Person number', 'text', 'always', 'internal'], ['person_name', '姓名', 'Name', 'person_name', 'optional', 'personal'],
  ['citizen_id', '证件号码', 'Identity number', 'citizen_id', 'expected', 'personal'], ['phone', '联系电话', 'Telephone', 'phone', 'expected', 'personal'],
  ['home_area', '户籍地（村）', 'Home village', 'area', 'always', 'internal'], ['work_area', '务工所在地（县）', 'Place of work (county)', 'area', 'expected', 'internal'],
  ['out_month', '外出时间', 'Away since', 'month', 'expected', 'internal'], ['employer', '务工企业名称', 'Employer', 'text', 'expected', 'internal'],
  ['wage_month_yuan', '务工月收入', 'Wage a month (yuan)', 'decimal', 'expected', 'internal'], ['channel', '就业渠道', 'Way into work', 'code', 'expected', 'open'],
  ['unfillable_reason', '无法填报原因', 'Why a cell cannot be filled', 'code', 'optional', 'open'],
];
export const brief = { target: 'complete_98', name: { zh: '外出务工信息完整率达到98%', en: '98 % of the records complete' }, indicator: 'worker_record_complete', register: 'worker', compare: 'at_least', goal: '0.98', due: '2020-03-13', shown_decimals: 1 };
const indicator = (id, zh, en, kind, unit, axes) => ({ indicator: id, name: { zh, en }, unit, explain: { zh: '各必填项都已填或已说明原因的记录，占台账记录的比例。', en: 'Records whose needed cells are all filled or explained, of all records.' }, kind, register: 'worker', axes, higher_is_better: true, stored_to: 'county', basis: '日调度通知' });
const unit = { zh: '条', en: 'records' };
export const indicators = [
  indicator('worker_record_complete', '信息完整率', 'Complete records', 'ratio', unit, []),
  indicator('workers_out', '外出务工人数', 'People working away', 'distinct', { zh: '人', en: 'people' }, ['work_class']),
  indicator('worker_verified', '核实率', 'Verified records', 'ratio', unit, []),
  indicator('records_touched', '修改核实的记录', 'Records changed or confirmed', 'sum', unit, []),
];
export const pack = {
  id: 'relief-2020', version: '1', name: { zh: '2020年就业扶贫调度', en: 'Poverty relief 2020: employment' }, sha256: 'ab'.repeat(32), synthetic: true,
  registers: [{ id: 'worker', name: { zh: '外出务工人员', en: 'People working away from home' }, key: ['person_id'], area: 'home_area', also_area: 'work_area', secret: 'personal', reason: 'unfillable_reason', verified_by: null, verified_on: null, verified_way: null, show_id: 'person_id', show_name: 'person_name', groups: ['identity', 'contact', 'work', 'income'],
    columns: columns.map(([name, zh, en, type, need, secret]) => ({ name, title: { zh, en }, type, codes: type === 'code' ? name : null, need, secret, group: null, heads: [] })) }],
  codes: [
    { id: 'channel', name: { zh: '就业渠道', en: 'Way into work' }, items: [['1', '政府组织', 'government'], ['2', '自发外出', 'by himself'], ['3', '亲友介绍', 'relatives']].map(([code, zh, en]) => ({ code, name: { zh, en } })) },
    { id: 'unfillable_reason', name: { zh: '无法填报原因', en: 'Reason' }, items: [['01', '本人失联', 'cannot be reached'], ['02', '本人拒绝提供', 'refused'], ['03', '零工/灵活就业无固定单位', 'casual work']].map(([code, zh, en]) => ({ code, name: { zh, en } })) },
  ],
  rules: [], indicators, targets: [brief],
};
const surname = '木吉阿沙拉马曲海李王'.split('');
const places = ['440305', '441900', '330108', '320583', '510107', '350203'];
export function record(index, masked) {
  const seed = chance('record' + index);
  const birth = `19${70 + (index % 28)}0${1 + (index % 9)}1${index % 9}`;
  const missing = [];
  const cell = (name, value) => {
    if (chance(name + index) < 0.06) { missing.push(name); return null; }
    return value;
  };
  const row = {
    _record: String(7000000000000000 + index), _area: '513422' + '100201', person_id: 'P513422' + String(index).padStart(6, '0'),
    person_name: surname[index % 10] + (masked ? '*' : '某某'), citizen_id: masked ? '5134**********' + String(1000 + (index % 9000)).slice(0, 3) + 'X' : '513422' + birth + '001X',
    phone: cell('phone', masked ? '138****' + String(1000 + index).slice(-4) : '1380000' + String(1000 + index).slice(-4)), home_area: '513422100201', work_area: cell('work_area', places[index % 6]),
    out_month: cell('out_month', '2020-0' + (2 + (index % 2))), employer: cell('employer', ['深圳市宏达电子有限公司（合成）', '东莞市新源鞋业有限公司（合成）', '杭州万家建筑劳务公司（合成）'][index % 3]),
    wage_month_yuan: cell('wage', (2600 + Math.round(seed * 4000)).toFixed(2)), channel: String(1 + (index % 3)), unfillable_reason: null,
  };
  return { ...row, _missing: missing, _verified: null };
}
const finding_kinds = [
  ['wage_too_high', 'question', 'wage_month_yuan', '填的是86000元，像是全年收入。', 'The wage a month is given as 86000 yuan, which looks like a year’s wage.', '核对后填月收入；确为月收入的，在“情况说明”注明。', 'Enter the wage of one month.', '86000', 'G'],
  ['citizen_id_check', 'reject', 'citizen_id', '校验码不对，可能有一位填错。', 'The check digit is wrong; one digit may be mistyped.', '请对照身份证核对。', 'Compare with the card.', '5134**********1230', 'C'],
  ['phone_many_people', 'question', 'phone', '同一文件内超过20人填了同一个联系电话，待核实。', 'More than 20 people give the same telephone.', '向本人核实电话。', 'Ask each person.', '138****0000', 'D'],
  ['out_in_future', 'question', 'out_month', '外出时间2021-03在报送日之后；计划外出的不在本表填报。', 'Away since 2021-03 lies in the future.', '已经外出的才填本表。', 'Enter people who have left.', '2021-03', 'F'],
  ['channel_code', 'note', 'channel', '“自己去的”按“自发外出”收下。', '“自己去的” was taken as "by himself".', '不对的请改。', 'Change it if wrong.', '自己去的', 'I'],
];
export const ended = new Set();
export const findings = Array.from({ length: 184 }, (_, index) => {
  const [rule, grade, column, zh, en, fix_zh, fix_en, shown, letter] = finding_kinds[index % 7 < 4 ? 0 : index % 5];
  return { finding: String(500000 + index), register: 'worker', rule, grade, column, area: '513422' + (index % 3 ? '100201' : '101202'), id: 'P513422' + String(index * 3).padStart(6, '0'), parcel: '101', sheet: 0, row: 5 + index * 2, cell: letter + (5 + index * 2), shown, other_area: null, says: { zh: `“${columns.find((one) => one[0] === column)[1]}”${zh}`, en }, fix: { zh: fix_zh, en: fix_en }, explanation: null, round_from: '41', round_to: null };
});
