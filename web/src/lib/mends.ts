// Cells mended but not yet sent: kept as a draft, taken back one by one, previewed together.
import { computed, reactive, watch } from 'vue';
import { api, get, type Schemas } from './api';
import { end_draft, read_draft, write_draft } from './drafts';
import { account } from './session';

export interface Mend {
  finding: string;
  register: string;
  id: string | null;
  column: string;
  before: string | null;
  after: string | null; // null erases
}
export const mends = reactive({ items: [] as Mend[] });
const steps: Mend[][] = [];

watch(
  account,
  (name) => (mends.items = name ? (read_draft<Mend[]>(name, 'mends') ?? []) : []),
  { immediate: true },
);
watch(
  () => mends.items,
  (items) => account.value && write_draft(account.value, 'mends', items),
  { deep: true },
);

export const waiting = computed(() => mends.items.length);
export function waiting_for(finding: string): Mend[] {
  return mends.items.filter((mend) => mend.finding === finding);
}
export function put(changes: Mend[]): void {
  steps.push(mends.items.map((mend) => ({ ...mend })));
  for (const change of changes) {
    const at = mends.items.findIndex((mend) => mend.finding === change.finding && mend.column === change.column);
    if (at >= 0) mends.items[at] = change;
    else mends.items.push(change);
  }
}
export function undo(): void {
  const before = steps.pop();
  mends.items = before ?? mends.items.slice(0, -1);
}
export function take_back(mend: Mend): void {
  steps.push(mends.items.map((one) => ({ ...one })));
  mends.items = mends.items.filter((one) => one !== mend);
}
export function clear(): void {
  steps.length = 0;
  mends.items = [];
  end_draft(account.value, 'mends');
}

// What was sent last, for as long as the tab lives: each small file can be taken back.
export interface Sent {
  parcels: string[];
  n: number;
}
export const sent = reactive({ last: null as Sent | null });
watch(account, (name) => (sent.last = name ? read_draft<Sent>(name, 'sent') : null), { immediate: true });
export function remember_sent(one: Sent | null): void {
  sent.last = one;
  if (one) write_draft(account.value, 'sent', one);
  else end_draft(account.value, 'sent');
}
export async function undo_sent(reason: string): Promise<void> {
  for (const parcel of sent.last?.parcels.slice() ?? []) {
    await get(api.POST('/api/parcels/{parcel}/withdraw', { params: { path: { parcel } }, body: { reason } }));
    sent.last!.parcels = sent.last!.parcels.filter((one) => one !== parcel);
  }
  remember_sent(null);
}

export function send(preview: boolean): Promise<Schemas['Mended']> {
  const items = new Map<string, Record<string, string | null>>();
  for (const mend of mends.items) {
    items.set(mend.finding, { ...(items.get(mend.finding) ?? {}), [mend.column]: mend.after });
  }
  const body = { items: Array.from(items, ([finding, values]) => ({ finding, values })), ...(preview ? { preview } : {}) };
  return get(api.POST('/api/findings/mend', { body }));
}
