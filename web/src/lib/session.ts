// Who I am, as the server says it; and what follows for the pages: language, rights, watermark.
import { computed, reactive } from 'vue';
import { api, ApiError, carried, get, type Schemas } from './api';
import { set_language } from './i18n';

export type Session = Schemas['Session'];
export const state = reactive({
  session: null as Session | null,
  asked: false,
  // The server could not be asked at all (not the same as "not logged in").
  unreachable: null as ApiError | null,
});

export const account = computed(() => state.session?.account ?? '');
export const last_day = computed(() => state.session?.last_day ?? null);

export function may(right: string): boolean {
  return state.session?.rights.includes(right) ?? false;
}

export function take_session(session: Session | null): void {
  state.session = session;
  state.asked = true;
  state.unreachable = null;
  carried.csrf = session?.csrf ?? null;
  carried.purpose = null;
  if (session && !chosen_language()) set_language(session.language);
}

export function chosen_language(): string | null {
  try {
    return localStorage.getItem('diaodu.lang');
  } catch {
    return null;
  }
}

export async function ask_session(): Promise<Session | null> {
  try {
    take_session(await get(api.GET('/api/session')));
  } catch (error) {
    const problem = error as ApiError;
    take_session(null);
    if (problem.status !== 401) state.unreachable = problem;
  }
  return state.session;
}

export async function log_out(): Promise<void> {
  await get(api.DELETE('/api/session')).catch(() => undefined);
  take_session(null);
}
