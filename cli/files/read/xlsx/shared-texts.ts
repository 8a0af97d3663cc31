/**
 * The texts that the cells of a workbook share. They stand at the end of most files and are asked for in any order, so they are kept, but
 * packed: a million names take 30 MB, and not the 100 that as many strings do.
 */
import { readXml } from './xml-events.ts';

const PIECE = 1024 * 1024;

/** Texts by their number, as UTF-8 one after another. */
export class SharedTexts {
  readonly #pieces: Buffer[] = [];
  /** Where each text begins: its piece and its place in it. */
  #starts = new Float64Array(1024);
  #used = PIECE;
  #count = 0;

  add(text: string): void {
    const bytes = Buffer.from(text);
    if (this.#used + 4 + bytes.length > PIECE) {
      this.#pieces.push(Buffer.allocUnsafe(Math.max(PIECE, 4 + bytes.length)));
      this.#used = 0;
    }
    const piece = this.#pieces.at(-1)!;
    if (this.#count === this.#starts.length) this.#grow();
    this.#starts[this.#count++] = (this.#pieces.length - 1) * PIECE + this.#used;
    piece.writeUInt32LE(bytes.length, this.#used);
    bytes.copy(piece, this.#used + 4);
    // A piece of a text longer than a piece takes no other.
    this.#used = Math.min(PIECE, this.#used + 4 + bytes.length);
  }

  /** @returns the text; `undefined` where there is none of this number */
  at(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return undefined;
    const start = this.#starts[index]!;
    const piece = this.#pieces[Math.floor(start / PIECE)]!;
    const from = start % PIECE;
    return piece.toString('utf8', from + 4, from + 4 + piece.readUInt32LE(from));
  }

  #grow(): void {
    const larger = new Float64Array(this.#starts.length * 2);
    larger.set(this.#starts);
    this.#starts = larger;
  }
}

/** @throws CodedError FILE_BROKEN, FILE_BOMB */
export async function sharedTexts(pieces: AsyncIterable<Uint8Array>): Promise<SharedTexts> {
  const texts = new SharedTexts();
  let text = '';
  // How Japanese is read aloud stands beside the text (`rPh`) and is none of it.
  let aloud = 0;
  let inText = false;
  await readXml(pieces, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') aloud++;
      else if (name === 't') inText = aloud === 0;
    },
    close: (name) => {
      if (name === 'si') texts.add(text);
      else if (name === 'rPh') aloud--;
      else if (name === 't') inText = false;
    },
    text: (piece) => {
      if (inText) text += piece;
    },
  });
  return texts;
}
