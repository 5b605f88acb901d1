// What the programme declares: registers, columns, code lists. Asked once a session.
import { computed, shallowRef } from 'vue';
import { api, get, type Schemas } from './api';
import { say, t } from './i18n';

export type Pack = Schemas['Pack'];
export const pack = shallowRef<Pack | null>(null);
let asked: Promise<Pack> | null = null;

export function ask_pack(): Promise<Pack> {
  asked ??= get(api.GET('/api/pack')).then(
    (answer) => (pack.value = answer),
    (error) => {
      asked = null;
      throw error;
    },
  );
  return asked;
}

export const registers = computed(() => pack.value?.registers ?? []);
export function register_of(id: string | null | undefined) {
  return pack.value?.registers.find((register) => register.id === id) ?? null;
}
export function column_of(register: string | null | undefined, name: string | null | undefined) {
  return register_of(register)?.columns.find((column) => column.name === name) ?? null;
}
export function column_title(register: string, name: string | null): string {
  return say(column_of(register, name)?.title) || name || '';
}
export function codes_of(register: string, name: string) {
  const codes = column_of(register, name)?.codes;
  return codes ? (pack.value?.codes.find((list) => list.id === codes)?.items ?? null) : null;
}
// A stored cell as people read it: codes by their names, yes and no as words.
export function cell_text(register: string, name: string, stored: string | null | undefined): string | null {
  if (stored === null || stored === undefined) return null;
  const found = codes_of(register, name)?.find((item) => item.code === stored);
  if (found) return say(found.name);
  const type = column_of(register, name)?.type;
  if (type === 'yes_no' && (stored === 'true' || stored === 'false')) return t(stored === 'true' ? 'word.yes' : 'word.no');
  if (type === 'month') return stored.replace(/^(\d{4}-\d\d)-01$/, '$1');
  return stored;
}
