// Numbers as people read them, exact to the last digit behind it. Values come as texts: a count may
// be beyond 2^53, and a ratio is n and d, never a quotient. Null is not zero.
export type Lang = 'zh' | 'en';
export interface Ratio {
  n: string | number | null;
  d: string | number | null;
}
export type Value = string | number | Ratio | null | undefined;

export const kMissing = '—';

export function is_ratio(value: Value): value is Ratio {
  return typeof value === 'object' && value !== null && 'd' in value;
}

export function grouped(text: string | number): string {
  const [whole, part] = String(text).split('.');
  const sign = whole.startsWith('-') ? '-' : '';
  const digits = whole.replace('-', '').replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return sign + digits + (part ? '.' + part : '');
}

// 28660000 -> 2866万, 28.66 M. Under a hundred thousand it is told in full.
export function read_count(value: string | number | null | undefined, lang: Lang): string {
  if (value === null || value === undefined || value === '') return kMissing;
  const number = Number(value);
  if (!Number.isFinite(number)) return String(value);
  const size = Math.abs(number);
  if (size < 100000) return grouped(value);
  const scales: [number, string, number][] =
    lang === 'zh'
      ? [
          [1e8, '亿', 2],
          [1e4, '万', size >= 1e7 ? 1 : 1],
        ]
      : [
          [1e9, ' B', 2],
          [1e6, ' M', 2],
          [1e3, ' k', 1],
        ];
  const [unit, word, places] = scales.find(([at]) => size >= at)!;
  return trimmed(number / unit, places) + (lang === 'zh' ? ' ' : '') + word;
}

function trimmed(number: number, places: number): string {
  return number.toFixed(places).replace(/\.?0+$/, '');
}

// n / d in hundredths of a percent and so on, by whole numbers: 1/3 at 1 place is "33.3".
export function percent_text(ratio: Ratio, places = 1): string | null {
  if (ratio.n === null || ratio.d === null) return null;
  if (!/^-?\d+$/.test(String(ratio.n)) || !/^\d+$/.test(String(ratio.d))) {
    const share = (Number(ratio.n) / Number(ratio.d)) * 100;
    return Number.isFinite(share) ? share.toFixed(places) : null;
  }
  const d = BigInt(ratio.d);
  if (d === BigInt(0)) return null;
  const scale = BigInt('1' + '0'.repeat(places + 2));
  const negative = String(ratio.n).startsWith('-');
  const n = BigInt(String(ratio.n).replace('-', ''));
  const rounded = (n * scale * BigInt(2) + d) / (d * BigInt(2));
  const digits = rounded.toString().padStart(places + 1, '0');
  const text = places ? digits.slice(0, -places) + '.' + digits.slice(-places) : digits;
  return (negative ? '-' : '') + text;
}

export function read_value(value: Value, lang: Lang, places = 1): string {
  if (value === null || value === undefined) return kMissing;
  if (is_ratio(value)) {
    const text = percent_text(value, places);
    return text === null ? kMissing : text + '%';
  }
  return read_count(value, lang);
}

export function exact_value(value: Value): string {
  if (value === null || value === undefined) return '';
  if (is_ratio(value)) {
    if (value.n === null || value.d === null) return '';
    const text = percent_text(value, 4);
    return `${value.n}/${value.d}` + (text === null ? '' : ` = ${text}%`);
  }
  return String(value);
}

export function share_of(value: Value): number | null {
  if (value === null || value === undefined) return null;
  if (!is_ratio(value)) return Number(value);
  if (value.n === null || value.d === null || Number(value.d) === 0) return null;
  return Number(value.n) / Number(value.d);
}

// A difference of shares comes in points, of counts in counts; told with a sign that is no colour.
export function read_change(change: number | null, lang: Lang, kind: 'points' | 'count'): string {
  if (change === null || !Number.isFinite(change)) return kMissing;
  const shown = kind === 'points' ? change.toFixed(1) : read_count(Math.round(change), lang);
  const bare = shown.replace('-', '');
  const unit = kind === 'points' ? (lang === 'zh' ? ' 点' : ' pt') : '';
  if (Number(shown.replace(/[^0-9.]/g, '')) === 0) return (lang === 'zh' ? '持平' : 'no change');
  return (change > 0 ? '▲ ' : '▼ ') + bare + unit;
}

// 2020-03-13 -> 3月13日 within the year of `today`, else with the year.
export function read_day(day: string | null | undefined, lang: Lang, today?: string | null): string {
  if (!day) return kMissing;
  const [year, month, date] = day.slice(0, 10).split('-').map(Number);
  const same = (today ?? day).slice(0, 4) === day.slice(0, 4);
  if (lang === 'zh') return `${same ? '' : year + '年'}${month}月${date}日`;
  const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  return `${date} ${months[month - 1]}${same ? '' : ' ' + year}`;
}

export function weekday(day: string, lang: Lang): string {
  const at = new Date(day.slice(0, 10) + 'T00:00:00Z').getUTCDay();
  return lang === 'zh'
    ? '周' + '日一二三四五六'[at]
    : ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][at];
}

export function day_before(day: string, days: number): string {
  const at = new Date(day.slice(0, 10) + 'T00:00:00Z');
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}

export function read_bytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1 << 20) return `${(bytes / 1024).toFixed(0)} KB`;
  if (bytes < 1 << 30) return `${(bytes / (1 << 20)).toFixed(1)} MB`;
  return `${(bytes / (1 << 30)).toFixed(2)} GB`;
}
