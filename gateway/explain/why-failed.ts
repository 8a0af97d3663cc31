/** Why a value is null or wrong, from an error of the answer. No word of a subgraph's own stands in it. */
import type { FetchErrorCode } from '../fetch/errors.ts';
import type { SubgraphPosition } from '../fetch/subgraph-channel.ts';
import { MISSING_INPUT_CODES } from '../execute/missing-input.ts';
import type { AnswerError } from './answer-errors.ts';
import type { ValueCause } from './explanation.ts';

/** What an answer's subgraphs did not do, by the code of the error. */
const NO_ANSWER: Readonly<Record<FetchErrorCode, string>> = {
  SUBGRAPH_ABANDONED: 'was no longer waited for',
  SUBGRAPH_ADDRESS: 'has no usable address',
  SUBGRAPH_BAD_RESPONSE: 'gave no GraphQL answer',
  SUBGRAPH_BUSY: 'was not asked, since too many requests wait for it',
  SUBGRAPH_CLOSING: 'was not asked, since the gateway is stopping',
  SUBGRAPH_OPEN: 'is sent nothing for a while',
  SUBGRAPH_TIMEOUT: 'did not answer in time',
  SUBGRAPH_TOO_LARGE: 'sent more than the limit of bytes',
  SUBGRAPH_UNKNOWN: 'has no address here',
  SUBGRAPH_UNREACHABLE: 'could not be reached',
};

/** What did not fit, by the code of the error. */
const MISFITS: Readonly<Record<string, string>> = {
  BAD_REPLY: 'answered without data',
  BAD_SUBGRAPH_VALUE: 'answered a value that does not fit the schema',
  ENTITIES_MISFIT: 'answered other objects than it was asked for',
  ENTITY_MISMATCH: 'answered another object than it was asked for',
  NULL_IN_NON_NULL: 'answered null, or nothing, where the schema says that there is a value',
  SUBGRAPHS_DISAGREE: 'answered otherwise than another subgraph, whose answer came first and was kept',
};

/** How a subgraph is now; undefined for one that the supergraph does not have any more. */
export type PositionOf = (subgraph: string) => SubgraphPosition | undefined;

/** Failures after which it is of use to know since when no request was answered. */
const SILENT = new Set(['SUBGRAPH_BAD_RESPONSE', 'SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNREACHABLE']);

/** What a subgraph did not do. */
interface Failure {
  /** Without an end: `the subgraph places could not be reached`. */
  readonly text: string;
  /** Since when, ISO 8601. */
  readonly since: string | undefined;
}

/** @returns undefined for a code of another kind */
export function failureOf(subgraph: string, code: string, positionOf: PositionOf): Failure | undefined {
  if (!Object.hasOwn(NO_ANSWER, code)) return undefined;
  const text = `the subgraph ${subgraph} ${NO_ANSWER[code as FetchErrorCode]}`;
  const { openSince, failingSince } = positionOf(subgraph) ?? {};
  if (code === 'SUBGRAPH_OPEN')
    return { text: withEnd(`${text}, because it failed too often`, ': since', openSince), since: openSince };
  const since = SILENT.has(code) ? failingSince : undefined;
  return { text: withEnd(text, ', and has answered no request since', since), since };
}

const withEnd = (text: string, words: string, since: string | undefined): string =>
  since === undefined ? text : `${text}${words} ${since}`;

/** @param subgraphs that the plan asks for the value */
export function whyFailed(error: AnswerError, subgraphs: readonly string[], positionOf: PositionOf): ValueCause {
  const { code, service, isSubgraphs } = error;
  const named = service === undefined ? subgraphs : [service];
  const who = `the subgraph ${named.join(' or ') || 'that owns it'}`;
  const base = { code, ...(named.length > 0 && { subgraphs: named }) };
  if (isSubgraphs) return { ...base, kind: 'subgraph-error', why: `Null: ${who} answered with an error (${code}).` };
  const failure = failureOf(named[0] ?? 'that owns it', code, positionOf);
  if (failure !== undefined) {
    const { text, since } = failure;
    const kind = code === 'SUBGRAPH_OPEN' ? 'breaker-open' : 'no-answer';
    return { ...base, kind, why: `Null: ${text}.`, ...(since !== undefined && { since }) };
  }
  if (MISSING_INPUT_CODES.has(code))
    return {
      ...base,
      kind: 'unreachable-entity',
      why: `Null: ${who} could not be asked, because a value of the object's key or of the field's @requires is missing.`,
    };
  if (code === 'FIELD_NOT_PLANNED')
    return { ...base, kind: 'misfit', why: 'Null: no subgraph can be asked for it as the supergraph stands.' };
  if (Object.hasOwn(MISFITS, code)) return { ...base, kind: 'misfit', why: `${begin(code)}${who} ${MISFITS[code]}.` };
  return { ...base, kind: 'other', why: `The answer has an error here (${code}).` };
}

/** Where two subgraphs disagree the value is there. */
const begin = (code: string): string => (code === 'SUBGRAPHS_DISAGREE' ? 'Doubtful: ' : 'Null: ');
