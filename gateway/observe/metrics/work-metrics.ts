/** What is under way: requests, large answers and their bytes, what waits for a place, connections. */
import type { Registry } from 'prom-client';
import { gaugesOf } from './gauge.ts';

/** What is under way now. */
export interface WorkUnderWay {
  readonly requests: number;
  /** Large answers in preparation, those that wait for a place, and places lent while subgraphs work. */
  readonly large: number;
  readonly waiting: number;
  readonly lent: number;
  /** Of all large answers, from their beginning until their client has taken them. */
  readonly bytes: number;
  readonly connections: number;
}

/** @param now what is under way at the moment of a scrape */
export function workMetrics(registry: Registry, now: () => WorkUnderWay): void {
  const gauge = gaugesOf(registry);
  gauge('sigap_work_requests', 'Requests that have a place (MAX_REQUESTS bounds them)', () => now().requests);
  gauge('sigap_work_large_answers', 'Large answers in preparation (MAX_LARGE_ANSWERS)', () => now().large);
  gauge('sigap_work_waiting_answers', 'Large answers that wait for a place', () => now().waiting);
  gauge('sigap_work_lent_places', 'Places lent to others while subgraphs work', () => now().lent);
  gauge('sigap_work_answer_bytes', 'Bytes of large answers until they are taken (MAX_ANSWER_BYTES)', () => now().bytes);
  gauge('http_server_open_connections', 'Connections of clients', () => now().connections);
}
