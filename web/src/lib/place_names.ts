// Names of the places in a page of records, where they lie within my reach; others stay codes.
import { reactive } from 'vue';
import { api, get } from './api';
import { state } from './session';

export const place_names = reactive(new Map<string, string>());
const asked = new Set<string>();
const kAtOnce = 4;

export async function ask_place_names(codes: Iterable<string>): Promise<void> {
  const mine = state.session?.area ?? 'cn';
  const wanted = Array.from(new Set(codes)).filter((code) => !asked.has(code) && /^\d{2,12}$/.test(code) && (mine === 'cn' || code.startsWith(mine)));
  wanted.forEach((code) => asked.add(code));
  const one_lane = async () => {
    for (let code = wanted.pop(); code !== undefined; code = wanted.pop()) {
      const place = await get(api.GET('/api/areas/{area}', { params: { path: { area: code } } })).catch(() => null);
      if (place) place_names.set(code, place.path.slice(-2).map((one) => one.name).join(' '));
    }
  };
  await Promise.all(Array.from({ length: kAtOnce }, one_lane));
}
