/** Answers and entities kept in this process, each kind in room of its own, and the tags that end them. */
import type { KeptAnswer } from './kept-answer.ts';
import { KeptRoom } from './kept-room.ts';

/** A moment in the order in which tags end; see `MemoryAnswers.moment`. */
export type TagMoment = number;

/** Whole answers, and entities of which answers are made. */
export type KeptKind = 'answer' | 'entity';

interface Entry {
  readonly answer: KeptAnswer;
  readonly tags: readonly string[];
  /** Of when its making began. */
  readonly begun: TagMoment;
}

/** How something is kept. */
interface Keeping extends Omit<Entry, 'answer'> {
  readonly kind: KeptKind;
  /** ms from now after which nobody may be given it any more */
  readonly ttl: number;
}

/** The largest share of its room that one answer, one entity may take: by default 1 MB, and 125 kB. */
const LARGEST: Readonly<Record<KeptKind, number>> = { answer: 32, entity: 256 };
/** All tags. */
const EVERY = '*';

/** Makes an empty memory. */
export class MemoryAnswers {
  readonly #rooms: Readonly<Record<KeptKind, KeptRoom<Entry>>>;
  /** Tag -> when its answers were last ended. As many as the supergraph has tags. */
  readonly #ended = new Map<string, TagMoment>();
  #moment: TagMoment = 0;

  /** @param bytes of all answers and entities together: half for each */
  constructor(bytes: number) {
    const roomOf = (kind: KeptKind): KeptRoom<Entry> =>
      new KeptRoom({
        bytes: Math.floor(bytes / 2),
        largest: LARGEST[kind],
        hasEnded: (entry) => this.#hasEnded(entry),
      });
    this.#rooms = { answer: roomOf('answer'), entity: roomOf('entity') };
  }

  /** Now: whoever makes an answer takes it before they begin, so that what is ended meanwhile is not kept. */
  get moment(): TagMoment {
    return this.#moment;
  }

  /** Bytes of all that is kept, and how many answers and entities that is. */
  get status(): { readonly bytes: number; readonly answers: number; readonly entities: number } {
    const { answer, entity } = this.#rooms;
    return { bytes: answer.bytes + entity.bytes, answers: answer.size, entities: entity.size };
  }

  get(kind: KeptKind, key: string): KeptAnswer | undefined {
    return this.#rooms[kind].get(key)?.answer;
  }

  /** @returns false for one that is not kept */
  keep(key: string, answer: KeptAnswer, { tags, begun, kind, ttl }: Keeping): boolean {
    const entry = { answer: { ...answer, body: alone(answer.body) }, tags, begun };
    return ttl > 0 && !this.#hasEnded(entry) && this.#rooms[kind].keep(key, entry, ttl);
  }

  /** Ends the answers of some tags, or all. @returns how many were kept */
  end(tags: readonly string[] | 'all'): number {
    this.endLazily(tags);
    const rooms = Object.values(this.#rooms);
    return rooms.reduce((ended, room) => ended + (tags === 'all' ? room.clear() : room.sweep()), 0);
  }

  /** The same for a mutation, which must not walk over all answers: those that have ended go when they are next asked for, or make room. */
  endLazily(tags: readonly string[] | 'all'): void {
    this.#moment += 1;
    for (const tag of tags === 'all' ? [EVERY] : tags) this.#ended.set(tag, this.#moment);
  }

  #hasEnded({ tags, begun }: Pick<Entry, 'tags' | 'begun'>): boolean {
    if ((this.#ended.get(EVERY) ?? 0) > begun) return true;
    return tags.some((tag) => (this.#ended.get(tag) ?? 0) > begun);
  }
}

/** Small buffers are slices of larger ones, which they would hold in memory as a whole. */
function alone(body: Buffer): Buffer {
  if (body.buffer.byteLength === body.length) return body;
  const own = Buffer.allocUnsafeSlow(body.length);
  body.copy(own);
  return own;
}
