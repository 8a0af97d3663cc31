/** Which encoding a text has, proved by all its bytes: what is valid UTF-8 to its end is UTF-8, and what is not is Windows-1252. */
import { tableFileFault } from '../errors.ts';

/** How the bytes of a file become text. */
export interface TextEncoding {
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** Bytes at its beginning that mark the encoding and are no text. */
  readonly markBytes: number;
}

const MARKS: readonly (readonly [TextEncoding['name'], readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
/** Of a text without a mark, this many bytes tell UTF-16 by its zeros. */
const LOOKED_AT = 4096;
/** At most one byte in this many is a control character in what people call a text. */
const CONTROL_RARITY = 200;
/** Tab, line feed, form feed, carriage return, and the end of a file of DOS. */
const CONTROLS_OF_TEXT = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1a]);

/** Takes a file piece by piece and tells its encoding at the end. */
export class EncodingProof {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  #isUtf8 = true;
  #marked: TextEncoding | undefined;
  #begun = false;
  #bytes = 0;
  #controls = 0;

  add(chunk: Uint8Array): void {
    if (!this.#begun) this.#begin(chunk);
    this.#bytes += chunk.length;
    if (this.#marked?.name.startsWith('utf-16')) return;
    for (const byte of chunk) if (byte < 0x20 && !CONTROLS_OF_TEXT.has(byte)) this.#controls += byte === 0 ? 1e9 : 1;
    if (this.#isUtf8) this.#decode(chunk, true);
  }

  /** @throws CodedError FILE_NO_TABLE where it is no text */
  encoding(): TextEncoding {
    if (this.#controls * CONTROL_RARITY > this.#bytes)
      throw tableFileFault('FILE_NO_TABLE', 'expected CSV or XLSX, got bytes that are no text');
    if (this.#marked?.name.startsWith('utf-16')) return this.#marked;
    if (this.#isUtf8) this.#decode(new Uint8Array(), false);
    return { name: this.#isUtf8 ? 'utf-8' : 'windows-1252', markBytes: this.#marked?.markBytes ?? 0 };
  }

  #begin(chunk: Uint8Array): void {
    this.#begun = true;
    const marked = MARKS.find(([, mark]) => mark.every((byte, at) => chunk[at] === byte));
    this.#marked = marked ? { name: marked[0], markBytes: marked[1].length } : unmarkedUtf16(chunk);
  }

  #decode(chunk: Uint8Array, more: boolean): void {
    try {
      this.#utf8.decode(chunk, { stream: more });
    } catch {
      this.#isUtf8 = false;
    }
  }
}

/** Latin letters in UTF-16 have a zero in every other byte. */
function unmarkedUtf16(chunk: Uint8Array): TextEncoding | undefined {
  const seen = chunk.subarray(0, LOOKED_AT - (LOOKED_AT % 2));
  const zeros = [0, 0];
  seen.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]!++;
  });
  const [even, odd] = zeros as [number, number];
  const most = seen.length / 2;
  if (odd > most * 0.7 && even < most * 0.05) return { name: 'utf-16le', markBytes: 0 };
  return even > most * 0.7 && odd < most * 0.05 ? { name: 'utf-16be', markBytes: 0 } : undefined;
}
