/** The SDL of a subgraph: of a file, or of the subgraph itself, which answers with it. */
import { readFileSync } from 'node:fs';
import { reasonOf } from '../../base/errors.ts';
import { boundedText } from '../access/bounded-text.ts';
import { sigapFault } from './errors.ts';

const PATIENCE = 10_000;
/** Characters; a gateway would not take more. */
const MOST = 8_000_000;
/** Of an answer with it: a character may take six bytes in JSON. */
const MOST_BYTES = 6 * MOST;

/** @param place a path, or http(s)://… @throws CodedError SIGAP_SDL */
export async function readSdl(place: string): Promise<string> {
  const sdl = /^https?:\/\//.test(place) ? await askSubgraph(place) : readSdlFile(place);
  if (sdl.length > MOST) throw sigapFault('SIGAP_SDL', `${place} has more than ${MOST} characters`);
  return sdl;
}

function readSdlFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw sigapFault('SIGAP_SDL', `${path}: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

async function askSubgraph(url: string): Promise<string> {
  let answer: unknown;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ _service { sdl } }' }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    answer = JSON.parse(await boundedText(response, MOST_BYTES));
  } catch (thrown) {
    throw sigapFault('SIGAP_SDL', `${url}: ${reasonOf(thrown)}`, { cause: thrown });
  }
  const sdl = (answer as { data?: { _service?: { sdl?: unknown } } } | null)?.data?._service?.sdl;
  if (typeof sdl !== 'string') throw sigapFault('SIGAP_SDL', `${url} answers \`{ _service { sdl } }\` with no SDL`);
  return sdl;
}
