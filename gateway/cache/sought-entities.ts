/**
 * The entities that one request to a subgraph is about, those of them that are kept, and the reply that the executor gets: entry for entry as if the
 * subgraph had been asked about all. An entity that it answered with null or with an error stays what it is.
 */
import { parseExactly } from '../../base/exact-number.ts';
import { type OWN_ERROR, NO_ESCAPES, type EntityList, type SubgraphReply } from '../fetch/subgraph-request.ts';
import type { KeptAnswer } from './kept-answer.ts';
import { isOutage } from './outage.ts';

/** One list of a request, as far as it is kept. */
export interface SoughtList {
  readonly list: EntityList;
  /** How many it is about. */
  readonly size: number;
  /** By place: within their time. */
  readonly known: (KeptAnswer | undefined)[];
  /** By place: past it, for where the subgraph does not answer. */
  readonly old: (KeptAnswer | undefined)[];
  /** Those of `old` that stand in the reply. */
  readonly oldGiven: KeptAnswer[];
}

/** The places of each variable's representations that are asked about. */
export type AskedPlaces = ReadonlyMap<string, readonly number[]>;

/** Why entities have not been answered. */
export interface Unanswered {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly [OWN_ERROR]?: Error;
}

type ReplyError = NonNullable<SubgraphReply['errors']>[number];

/** @param whole variables that other fetches of the request need as they are @returns the places that some fetch does not know */
export function placesToAsk(lists: readonly SoughtList[], whole: ReadonlySet<string>): AskedPlaces {
  const asked = new Map<string, number[]>();
  for (const [variable, sharing] of Map.groupBy(lists, ({ list }) => list.variable)) {
    const places: number[] = [];
    for (let place = 0; place < sharing[0]!.size; place++)
      if (whole.has(variable) || sharing.some(({ known }) => known[place] === undefined)) places.push(place);
    asked.set(variable, places);
  }
  return asked;
}

/** @returns what kept entities are, read at once; and whether a string in them may need escaping */
function read(kept: readonly KeptAnswer[]): { readonly objects: readonly object[]; readonly isPlain: boolean } {
  const isPlain = kept.every(({ body }) => !body.includes(BACKSLASH));
  const text = `[${kept.map(({ body }) => body.toString()).join(',')}]`;
  return { objects: parseExactly(text) as object[], isPlain };
}

const BACKSLASH = 0x5c;

/** @param places by place, what is kept @returns by place, the objects */
function laidOut(places: readonly (KeptAnswer | undefined)[]): { entities: (object | null)[]; isPlain: boolean } {
  const { objects, isPlain } = read(places.filter((one) => one !== undefined));
  let next = 0;
  return { entities: places.map((one) => (one === undefined ? null : objects[next++]!)), isPlain };
}

/** What becomes of a reply, list by list. */
interface Growing {
  readonly data: Record<string, unknown>;
  errors: readonly ReplyError[];
  isPlain: boolean;
}

/** @returns the reply about all, of the subgraph's about those that it was asked about */
export function wholeReply(lists: readonly SoughtList[], asked: AskedPlaces, reply: SubgraphReply): SubgraphReply {
  const growing: Growing = {
    data: { ...reply.data },
    errors: Array.isArray(reply.errors) ? (reply.errors as readonly ReplyError[]) : [],
    isPlain: reply[NO_ESCAPES] === true,
  };
  for (const sought of lists) {
    const { name, variable } = sought.list;
    const received = growing.data[name];
    if (Array.isArray(received)) takeList(growing, sought, asked.get(variable)!, received);
    else if (received === undefined || received === null) takeNothing(growing, sought);
  }
  return replyOf(growing);
}

const replyOf = ({ data, errors, isPlain }: Growing): SubgraphReply => ({
  data,
  ...(errors.length > 0 && { errors }),
  ...(isPlain && { [NO_ESCAPES]: true as const }),
});

function takeList(growing: Growing, sought: SoughtList, places: readonly number[], received: readonly unknown[]): void {
  const { name } = sought.list;
  growing.errors = growing.errors.map((error) => relocated(error, name, places));
  const failed = new Set(
    growing.errors.filter(saysOutage).flatMap(({ path }) => (path?.[0] === name ? [path[1]] : [])),
  );
  const instead = places.filter((place) => failed.has(place) && sought.old[place] !== undefined);
  const kept = [...sought.known];
  for (const place of instead) kept[place] = give(sought, place);
  const { entities, isPlain } = laidOut(kept);
  growing.isPlain &&= isPlain;
  const replaced = new Set<unknown>(instead);
  growing.errors = growing.errors.filter(({ path }) => !(path?.[0] === name && replaced.has(path[1])));
  // More than were asked for, or fewer: nobody can say which entry is which. The executor is given as many too many, or too few, and takes none.
  if (received.length !== places.length)
    growing.data[name] = [...entities.slice(0, sought.size - places.length), ...(received as (object | null)[])];
  else {
    places.forEach((place, index) => {
      if (!replaced.has(place)) entities[place] = received[index] as object | null;
    });
    growing.data[name] = entities;
  }
}

/** The subgraph has errors in place of the list. */
function takeNothing(growing: Growing, sought: SoughtList): void {
  const { name } = sought.list;
  const isOwn = ({ path }: ReplyError): boolean => path?.[0] === name || !Array.isArray(path);
  const [first, ...others] = growing.errors.filter(isOwn);
  if (first === undefined) return;
  const instead = replyWithout(sought, first);
  growing.data[name] = instead.data![name];
  growing.errors = [
    ...growing.errors.filter((error) => !isOwn(error)),
    ...(instead.errors ?? []),
    ...others.map((error) => ({ ...error, path: undefined })),
  ];
  growing.isPlain = false;
}

/** An error's place among all; one at a place that was not asked about is at none. */
function relocated(error: ReplyError, name: string, places: readonly number[]): ReplyError {
  const [first, index, ...rest] = (Array.isArray(error.path) ? error.path : []) as readonly (string | number)[];
  if (first !== name || typeof index !== 'number') return error;
  const place = places[index];
  return place === undefined ? { ...error, path: undefined } : { ...error, path: [name, place, ...rest] };
}

const saysOutage = ({ extensions }: Unanswered): boolean => isOutage(extensions?.['code']);

function give({ old, oldGiven }: SoughtList, place: number): KeptAnswer {
  const given = old[place]!;
  oldGiven.push(given);
  return given;
}

/** @returns the reply of one list where the subgraph has not answered: what is kept, and the reason at every other place */
export function replyWithout(sought: SoughtList, why: Unanswered): SubgraphReply {
  const { list, known, old, size } = sought;
  const mayBeOld = saysOutage(why);
  const usable = Array.from({ length: size }, (_, place) => {
    if (known[place] !== undefined) return known[place];
    return mayBeOld && old[place] !== undefined ? give(sought, place) : undefined;
  });
  const { entities, isPlain } = laidOut(usable);
  const errors: ReplyError[] = [];
  for (let place = 0; place < size; place++)
    if (usable[place] === undefined) errors.push({ ...why, path: [list.name, place] });
  return replyOf({ data: { [list.name]: entities }, errors, isPlain });
}
