// A half-typed form survives idle minutes, a log-out by time and a reload: what is typed is kept in
// this tab's storage under the account's name until it is sent or thrown away. Nothing of it leaves
// the machine; it ends with the tab.
import { watch, type WatchSource } from 'vue';

function place(account: string, name: string): string {
  return `diaodu.draft.${account}.${name}`;
}

export function read_draft<T>(account: string, name: string): T | null {
  try {
    const text = sessionStorage.getItem(place(account, name));
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

export function write_draft(account: string, name: string, value: unknown): void {
  try {
    sessionStorage.setItem(place(account, name), JSON.stringify(value));
  } catch {
    /* a full store loses the draft, not the form */
  }
}

export function end_draft(account: string, name: string): void {
  try {
    sessionStorage.removeItem(place(account, name));
  } catch {
    /* as above */
  }
}

export function keep_draft<T>(account: string, name: string, source: WatchSource<T>): void {
  watch(source, (value) => write_draft(account, name, value), { deep: true });
}
