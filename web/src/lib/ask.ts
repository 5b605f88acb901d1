// A page's question to the server: while it is asked again, what was there stays, so nothing jumps.
import { onScopeDispose, shallowReactive, watch, type WatchSource } from 'vue';
import { ApiError } from './api';
import { live } from './live';

export interface Asked<T> {
  data: T | null;
  error: ApiError | null;
  loading: boolean;
  again: () => Promise<void>;
}

export function ask<T>(
  question: () => Promise<T>,
  depends: WatchSource<unknown>[] = [],
  options: { live?: boolean } = {},
): Asked<T> {
  let turn = 0;
  const asked: Asked<T> = shallowReactive({ data: null, error: null, loading: true, again });
  async function again(): Promise<void> {
    const mine = ++turn;
    asked.loading = true;
    try {
      const data = await question();
      if (mine !== turn) return;
      asked.data = data;
      asked.error = null;
    } catch (error) {
      if (mine !== turn) return;
      if (!(error instanceof ApiError)) throw error;
      asked.error = error;
      if (error.status === 404 || error.status === 403) asked.data = null;
    } finally {
      if (mine === turn) asked.loading = false;
    }
  }
  watch(depends, again, { immediate: true });
  if (options.live) watch(() => live.sealed, again);
  onScopeDispose(() => (turn = -1));
  return asked;
}
