// The one door to the server. Types come from docs/openapi.yaml (npm run client).
import createClient from 'openapi-fetch';
import { reactive } from 'vue';
import type { components, paths } from '../contract';

export type Schemas = components['schemas'];
export type Words = Schemas['Words'];
export type Problem = Schemas['Problem'];

// What the next requests carry: the session's token for writes, the reader's language and, while a
// page shows personal cells in full, the purpose that was stated for it.
export const carried = reactive({ csrf: null as string | null, lang: 'zh', purpose: null as string | null });

let on_logged_out: () => void = () => undefined;
export function when_logged_out(act: () => void): void {
  on_logged_out = act;
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly hint: string | null,
    readonly params: Record<string, string>,
  ) {
    super(detail);
  }
}

export function new_key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// Headers of a request made without the typed client (uploads, downloads).
export function headers_of(write: boolean, key?: string): Record<string, string> {
  const headers: Record<string, string> = { 'Accept-Language': carried.lang };
  if (write) headers['Idempotency-Key'] = key ?? new_key();
  if (write && carried.csrf) headers['X-CSRF-Token'] = carried.csrf;
  if (carried.purpose) headers['X-Purpose'] = encodeURIComponent(carried.purpose);
  return headers;
}

export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });
api.use({
  onRequest({ request }) {
    const write = request.method !== 'GET';
    for (const [name, value] of Object.entries(headers_of(write))) {
      if (!request.headers.has(name)) request.headers.set(name, value);
    }
    return request;
  },
});

export function problem_of(status: number, body: unknown): ApiError {
  const problem = (body ?? {}) as Partial<Problem>;
  const zh = carried.lang === 'zh';
  const without_words = zh
    ? '服务器没有说明原因，请稍后再试；仍然如此的，请告诉系统管理员。'
    : 'The server gave no reason. Try again later; if it stays so, tell the administrator.';
  return new ApiError(
    status,
    problem.code ?? 'web.no_words',
    problem.detail || problem.title || without_words,
    problem.hint ?? null,
    problem.params ?? {},
  );
}

export function unreachable(): ApiError {
  const zh = carried.lang === 'zh';
  return new ApiError(
    0,
    'web.unreachable',
    zh ? '连不上服务器。' : 'The server cannot be reached.',
    zh ? '请检查网络；已填写的内容都还在。' : 'Check the network; what you typed is kept.',
    {},
  );
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

// Gives the data or throws an ApiError with words for people.
export async function get<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch {
    throw unreachable();
  }
  if (answer.response.ok) return answer.data as T;
  const problem = problem_of(answer.response.status, answer.error);
  // A wrong code or old password is a 401 too, and no end of the session.
  if (['api.sign_in', 'access.session_ended'].includes(problem.code) && !answer.response.url.endsWith('/api/session')) on_logged_out();
  throw problem;
}

// Fetches a file with the headers of the session and saves it under the server's name for it.
export async function download(path: string, name: string, more: Record<string, string> = {}): Promise<void> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { ...headers_of(false), ...more }, credentials: 'same-origin' });
  } catch {
    throw unreachable();
  }
  if (!response.ok) throw problem_of(response.status, await response.json().catch(() => null));
  const said = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('Content-Disposition') ?? '');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = said ? decodeURIComponent(said[1]) : name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

export function query_text(params: Record<string, string | number | boolean | null | undefined>): string {
  const parts = Object.entries(params)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length ? '?' + parts.join('&') : '';
}
