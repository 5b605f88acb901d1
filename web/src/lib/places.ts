// Names of places as people say them on a small tile, and the shades that tell how far one is.
import { share_of, type Value } from './numbers';

const peoples =
  '蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|' +
  '土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|赫哲|门巴|珞巴|各';
const endings = new RegExp(
  `(维吾尔自治区|回族自治区|壮族自治区|特别行政区|自治区|((${peoples})族?)+自治[州县旗]|自治[州县旗]|省|市|地区|县|区)$`,
);

export function short_name(name: string): string {
  const short = name.replace(endings, '');
  return short.length >= 2 ? short : name;
}

export const not_counted = [
  { area: '71', name: '台湾省' },
  { area: '81', name: '香港特别行政区' },
  { area: '82', name: '澳门特别行政区' },
];

// Diverging around the goal, in points of distance: the same shade means the same on each day.
export function shade_to_goal(value: Value, goal: string | null, higher_is_better = true): number | null {
  const share = share_of(value);
  if (share === null) return null;
  const aim = Number(goal);
  const gap = higher_is_better ? aim - share : share - aim;
  if (gap <= 0) return 5;
  if (gap <= 0.02) return 4;
  if (gap <= 0.05) return 3;
  if (gap <= 0.1) return 2;
  return gap <= 0.25 ? 1 : 0;
}

// Without a goal: by rank among the values there are, from pale to dark.
export function shades_by_rank(values: (number | null)[]): (number | null)[] {
  const known = values.filter((value): value is number => value !== null).sort((a, b) => a - b);
  return values.map((value) => {
    if (value === null) return null;
    if (known.length < 2) return 3;
    const below = known.filter((other) => other < value).length;
    return 2 + Math.min(3, Math.floor((below / known.length) * 4));
  });
}

// Monday to Friday; the days that a notice moves are not known here, so it is said as "about".
export function working_days_until(from: string, to: string): number {
  const start = Date.parse(from + 'T00:00:00Z');
  const end = Date.parse(to + 'T00:00:00Z');
  if (Number.isNaN(start) || Number.isNaN(end)) return 0;
  const step = end >= start ? 1 : -1;
  let days = 0;
  for (let at = start; at !== end; at += step * 86400000) {
    const weekday = new Date(at + (step > 0 ? 86400000 : 0)).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days += step;
  }
  return days;
}
