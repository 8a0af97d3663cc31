/**
 * Why a question is not written to the disk of the device, even where its reader asked for that. What may be about a person stays in the
 * page's memory: numbers as long as a telephone's, tokens and keys, and texts that are no codes, since a name cannot be told from another
 * word. The gateway judges saved questions by nearly the same rules (docs/policy.md, "Saved questions").
 */
import { Kind, parse, visit } from 'graphql';
import { parse as parseJson } from 'jsonc-parser';

export type NotKept = 'NUMBER' | 'SECRET' | 'TEXT';

/** Ten digits and more, also with spaces, dots, dashes and the like between them. */
const LONG_NUMBER = /\p{Nd}(?:[\p{Z}\p{Pd}\p{Cf}\t.,/()_·]{0,2}\p{Nd}){9,}/u;
/** The code of a village has ten digits in parts of its own. */
const VILLAGE_CODE = /(?<![\d.])[1-9]\d\.\d{2}\.\d{2}\.\d{4}(?![\d.])/g;
/** A person's token, a signed token, an API key. */
const SECRET = /psr_[a-z2-7]{20}|eyJ[\w-]{6,}\.[\w-]{6,}|sgk_\w/i;
/** A code of the graph, a day, a month or a moment. */
const CODE = /^(?:[A-Z\d][A-Z\d_.-]{0,39}|\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/;

interface Asked {
  readonly query: string;
  /** JSON, also with comments; empty where there is none. */
  readonly variables: string;
}

/** @returns undefined for a question that may be kept */
export function whyNotKept({ query, variables }: Asked): NotKept | undefined {
  const texts = textsIn(query);
  const values = leavesOf(parseJson(variables));
  const all = [query, variables, ...(texts ?? []), ...values].map((text) => text.replaceAll(VILLAGE_CODE, ''));
  if (all.some((text) => SECRET.test(text))) return 'SECRET';
  if (all.some((text) => LONG_NUMBER.test(text))) return 'NUMBER';
  const readable = texts !== undefined && [...texts, ...values].every((text) => CODE.test(text));
  return readable ? undefined : 'TEXT';
}

/** Texts that a question holds as values, as GraphQL reads them; undefined for one that does not parse. */
function textsIn(query: string): readonly string[] | undefined {
  const found: string[] = [];
  try {
    visit(parse(query), { [Kind.STRING]: ({ value }) => void found.push(value) });
    return found;
  } catch {
    return undefined;
  }
}

/** Texts and numbers of a JSON value, at any depth; names of its members are those of variables and of the graph. */
function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}
