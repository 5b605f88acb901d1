// One stream of events for all pages. What was missed while the line was down comes as one `round`.
import { reactive } from 'vue';

export interface ParcelEvent {
  parcel: string;
  area: string;
  register: string;
}
export const live = reactive({
  connected: false,
  round: null as string | null,
  sealed: 0, // counts sealed rounds: pages watch it and read anew
  progress: null as { stage: string; done: number; total: number } | null,
  parcel: null as ParcelEvent | null,
  progress_at: 0,
});

let source: EventSource | null = null;

function read<T>(event: Event): T | null {
  try {
    return JSON.parse((event as MessageEvent<string>).data) as T;
  } catch {
    return null;
  }
}

export function listen(): void {
  if (source || typeof EventSource === 'undefined') return;
  source = new EventSource('/api/events');
  source.addEventListener('open', () => (live.connected = true));
  source.addEventListener('error', () => (live.connected = false));
  source.addEventListener('hello', (event) => {
    const hello = read<{ round: string | null }>(event);
    live.connected = true;
    if (hello && live.round !== null && hello.round !== live.round) live.sealed += 1;
    if (hello) live.round = hello.round;
  });
  source.addEventListener('round', (event) => {
    const round = read<{ round: string }>(event);
    if (round) live.round = round.round;
    live.progress = null;
    live.sealed += 1;
  });
  source.addEventListener('progress', (event) => {
    live.progress = read(event);
    live.progress_at = Date.now();
  });
  source.addEventListener('reload', () => (live.sealed += 1)); // too much was missed
  source.addEventListener('parcel', (event) => (live.parcel = read(event)));
}

export function stop_listening(): void {
  source?.close();
  source = null;
  live.connected = false;
  live.progress = null;
}
