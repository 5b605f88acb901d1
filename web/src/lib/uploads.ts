// Files on their way: in pieces, each acknowledged by the server, so that a broken line costs one
// piece and a closed page nothing but the choosing of the file again. The list outlives the page.
import { reactive, watch } from 'vue';
import { api, ApiError, get, headers_of, problem_of, query_text, unreachable, type Schemas } from './api';
import { live } from './live';

const kPiece = 4 << 20;
export interface Aim {
  register: string;
  area: string;
  day?: string;
  full: boolean;
  dry_run: boolean;
}
export interface Sending {
  no: number;
  name: string;
  bytes: number;
  sent: number;
  stage: 'sending' | 'judging' | 'done' | 'failed' | 'confirm' | 'stopped';
  aim: Aim;
  verdict: Schemas['Verdict'] | null;
  error: ApiError | null;
  upload: string | null;
}
export const sendings = reactive<Sending[]>([]);
const files = new Map<number, File>();
let last = 0;

function memory(file: File): string {
  return `diaodu.upload.${file.name}.${file.size}.${file.lastModified}`;
}

export function send_files(chosen: Iterable<File>, aim: Aim): void {
  for (const file of chosen) {
    const no = ++last;
    files.set(no, file);
    sendings.unshift({ no, name: file.name, bytes: file.size, sent: 0, stage: 'sending', aim: { ...aim }, verdict: null, error: null, upload: null });
    void run(sendings[0]);
  }
}

export function drop_sending(one: Sending): void {
  if (one.stage === 'sending') one.stage = 'stopped';
  const at = sendings.indexOf(one);
  if (at >= 0) sendings.splice(at, 1);
  const file = files.get(one.no);
  if (file) localStorage.removeItem(memory(file));
  files.delete(one.no);
  if (one.upload && one.stage !== 'done') void api.DELETE('/api/uploads/{upload}', { params: { path: { upload: one.upload } } }).catch(() => undefined);
}

export async function run(one: Sending, end?: number): Promise<void> {
  const file = files.get(one.no);
  if (!file) return;
  one.error = null;
  try {
    one.stage = 'sending';
    await send_pieces(one, file);
    if (one.stage !== 'sending') return;
    one.stage = 'judging';
    await hand_in(one, end);
    localStorage.removeItem(memory(file));
  } catch (error) {
    one.error = error instanceof ApiError ? error : unreachable();
    one.stage = one.error.code === 'app.full_ends_many' ? 'confirm' : 'failed';
    // A forgotten upload is begun anew the next time.
    if (one.error.status === 404) {
      localStorage.removeItem(memory(file));
      one.upload = null;
    }
  }
}

// After a trial: the same file for good.
export function for_real(one: Sending): void {
  one.aim.dry_run = false;
  one.upload = null;
  one.verdict = null;
  void run(one);
}

async function send_pieces(one: Sending, file: File): Promise<void> {
  let state = await begin(one, file);
  one.upload = state.upload;
  let tries = 0;
  while (!state.complete && one.stage === 'sending') {
    one.sent = state.offset;
    try {
      const piece = file.slice(state.offset, state.offset + kPiece);
      const response = await fetch(`/api/uploads/${encodeURIComponent(state.upload)}?offset=${state.offset}`, {
        method: 'PATCH',
        headers: { ...headers_of(true), 'Content-Type': 'application/octet-stream' },
        body: piece,
        credentials: 'same-origin',
      });
      const answer: unknown = await response.json().catch(() => null);
      if (!response.ok && response.status !== 409) throw problem_of(response.status, answer);
      state = response.ok ? (answer as Schemas['Upload']) : await show(state.upload);
      tries = 0;
    } catch (error) {
      if (error instanceof ApiError && error.status < 500) throw error;
      if (++tries > 5) throw error instanceof ApiError ? error : unreachable();
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries));
      state = await show(state.upload).catch(() => state);
    }
  }
  one.sent = state.offset;
}

function show(upload: string): Promise<Schemas['Upload']> {
  return get(api.GET('/api/uploads/{upload}', { params: { path: { upload } } }));
}

async function begin(one: Sending, file: File): Promise<Schemas['Upload']> {
  const known = one.upload ?? localStorage.getItem(memory(file));
  if (known) {
    const state = await show(known).catch(() => null);
    if (state) return state;
  }
  const state = await get(api.POST('/api/uploads', { body: { file_name: file.name, bytes: file.size } }));
  localStorage.setItem(memory(file), state.upload);
  return state;
}

async function hand_in(one: Sending, end?: number): Promise<void> {
  const { register, area, day, full, dry_run } = one.aim;
  let response: Response;
  try {
    response = await fetch('/api/parcels' + query_text({ wait: 20 }), {
      method: 'POST',
      headers: { ...headers_of(true), 'Content-Type': 'application/json' },
      body: JSON.stringify({ upload: one.upload, register, area, ...(day ? { day } : {}), ...(full ? { full } : {}), ...(dry_run ? { dry_run } : {}), ...(end === undefined ? {} : { end }) }),
      credentials: 'same-origin',
    });
  } catch {
    throw unreachable();
  }
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problem_of(response.status, answer);
  const verdict = (answer as Schemas['VerdictPage']).items[0];
  one.verdict = verdict ?? null;
  one.stage = !verdict || verdict.state === 'waiting' ? 'judging' : 'done';
}

// A verdict that took longer than the request waits is told by the events.
watch(
  () => live.parcel,
  async (told) => {
    const one = told && sendings.find((sending) => sending.stage === 'judging' && sending.verdict?.parcel === told.parcel);
    if (!told || !one) return;
    one.verdict = await get(api.GET('/api/parcels/{parcel}', { params: { path: { parcel: told.parcel } } })).catch(() => one.verdict);
    if (one.verdict && one.verdict.state !== 'waiting') one.stage = 'done';
  },
);

