// Views that a person saved: a name for an address. They are kept by this browser for the account
// (localStorage), since a view is its address and can be sent to a colleague as such; conditions on
// personal columns are left out, so that nobody's name or number stays on the machine.
import { ref, watch } from 'vue';
import type { LocationQuery } from 'vue-router';
import { account } from './session';

export interface View {
  name: string;
  path: string;
  query: Record<string, string | string[]>;
}
const kMost = 30;
export const views = ref<View[]>([]);
const place = (name: string) => `diaodu.views.${name}`;
watch(account, (name) => (views.value = name ? read(name) : []), { immediate: true });

function read(name: string): View[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(place(name)) ?? '[]');
    return Array.isArray(found) ? (found as View[]).filter((one) => typeof one?.name === 'string' && typeof one.path === 'string' && typeof one.query === 'object') : [];
  } catch {
    return [];
  }
}
function write(next: View[]): void {
  views.value = next;
  try {
    localStorage.setItem(place(account.value), JSON.stringify(next));
  } catch {
    /* without storage the views end with the page */
  }
}

// How many conditions were left out.
export function save_view(name: string, path: string, query: LocationQuery, is_personal: (column: string) => boolean): number {
  const kept: View['query'] = {};
  let left_out = 0;
  for (const [key, value] of Object.entries(query)) {
    const all = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
    const good = key === 'where' ? all.filter((one) => !is_personal(one.split(':')[0]) || /:(missing|filled):/.test(one)) : all;
    left_out += all.length - good.length;
    if (good.length) kept[key] = Array.isArray(value) ? good : good[0];
  }
  write([...views.value.filter((one) => one.name !== name || one.path !== path), { name, path, query: kept }].slice(-kMost));
  return left_out;
}
export function drop_view(view: View): void {
  write(views.value.filter((one) => one !== view));
}
function text(query: Record<string, unknown>): string {
  return Object.keys(query).filter((key) => query[key] !== undefined && query[key] !== null).sort().map((key) => key + '=' + String(query[key])).join('&');
}
export function same(view: View, query: LocationQuery): boolean {
  return text(view.query) === text(query);
}
