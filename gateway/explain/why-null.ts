/** Why a value of an answer is null: by the error at it or below it, by what the merged data have in its place, or by its owner's own word. */
import { withoutNumbers } from '../../base/person-numbers.ts';
import type { Denial } from '../disclosure/field-policy.ts';
import { InvalidValue, type Reason } from '../result/layout.ts';
import { placeOf, type AnswerError, type AnswerErrors } from './answer-errors.ts';
import type { AnswerPath, ValueCause } from './explanation.ts';
import type { ValuePlace } from './value-groups.ts';
import { whyFailed, type PositionOf } from './why-failed.ts';
import { whyDenied, whySuppressed, type ToldPolicy } from './why-hidden.ts';

/** A null, and what is known of its place. */
export interface NullPlace extends ValuePlace {
  readonly coordinate: string;
  readonly type: string;
  /** What the merged data have there. */
  readonly raw: unknown;
  /** That the plan asks for it. */
  readonly subgraphs: readonly string[];
  /** Whether it is asked for by its object's key. */
  readonly isOfEntity: boolean;
  readonly denial: Denial | undefined;
  /** Of a count. */
  readonly minimum?: number | undefined;
}

/** What nulls are explained with. */
interface NullSources {
  readonly errors: AnswerErrors;
  readonly told: ToldPolicy | undefined;
  readonly positionOf: PositionOf;
  /** The type of a place, `String!`. */
  readonly subgraphsOf: (planned: string) => readonly string[];
  readonly typeAt: (path: AnswerPath) => string | undefined;
}

const DENIALS = new Set(['FORBIDDEN_FIELD', 'PURPOSE_REQUIRED', 'AUDIT_UNAVAILABLE']);

/** Explains the nulls of one answer. */
export class WhyNull {
  readonly #sources: NullSources;

  constructor(sources: NullSources) {
    this.#sources = sources;
  }

  of(place: NullPlace): ValueCause {
    const { errors, told } = this.#sources;
    const { path, coordinate, raw, denial } = place;
    const exact = errors.at(path);
    if (denial !== undefined)
      return whyDenied(told, coordinate, denial.code, denial.extensions?.['coordinate'] as string | undefined);
    if (exact !== undefined) return this.ofError(exact, place);
    const below = errors.below(path);
    if (below?.path !== undefined) return this.#propagated(place, below, below.path);
    if (raw instanceof InvalidValue) return this.#lost(place, raw);
    if (raw === null || raw === undefined) return this.#ofOwner(place);
    const alike = errors.belowAlike(path);
    if (alike?.path !== undefined) return this.#propagated(place, alike, alike.path);
    return {
      kind: 'propagated',
      why: `Null: a value below it may not be null and is, for a reason beyond the errors that the answer lists.`,
    };
  }

  /** @param place of the value that is null because of it */
  ofError(error: AnswerError, place?: Pick<NullPlace, 'subgraphs'> & Partial<NullPlace>): ValueCause {
    const { code, isSubgraphs, coordinate } = error;
    const { told, positionOf } = this.#sources;
    const field = place?.coordinate ?? coordinate;
    if (!isSubgraphs && field !== undefined) {
      if (DENIALS.has(code)) return whyDenied(told, field, code, coordinate);
      if (code === 'UNPERTURBED_COUNT')
        return whySuppressed(field, place?.minimum ?? told?.policy.aggregates.get(field), place?.subgraphs ?? []);
    }
    return whyFailed(error, place?.subgraphs ?? [], positionOf);
  }

  /** A null that comes from a value below it. */
  #propagated({ type, coordinate }: NullPlace, error: AnswerError, from: AnswerPath): ValueCause {
    // Names of the plan are the client's, but where two fields have one name.
    const subgraphs = this.#sources.subgraphsOf(placeOf(from));
    const { kind, why, ...more } = this.ofError(error, { subgraphs });
    const begin = coordinate.includes('.') ? `${coordinate} (${type})` : 'the whole answer';
    const fromType = this.#sources.typeAt(from);
    const named = fromType === undefined ? '' : ` (${fromType})`;
    const clause = why.replace(/^(?:Null|Denied|Suppressed): /, '').replace(/\.$/, '');
    return {
      ...more,
      kind: 'propagated',
      why: `Null: ${begin} gives way to ${shownPath(from)}${named}, which may not be null and is: ${clause}.`,
      from,
      cause: kind,
    };
  }

  /** It was never answered, because a request failed. */
  #lost(place: NullPlace, { why }: InvalidValue): ValueCause {
    const { errors } = this.#sources;
    const error = errors.alike(place.path) ?? errors.vague(place.subgraphs);
    if (error !== undefined) return this.ofError(error, { ...place, minimum: undefined });
    if (why !== undefined) return this.ofError(errorOf(why), place);
    const who = place.subgraphs.join(' or ') || 'that owns it';
    return {
      kind: 'no-answer',
      why: `Null: the subgraph ${who} did not answer it, for a reason beyond the errors that the answer lists.`,
      subgraphs: place.subgraphs,
    };
  }

  #ofOwner(place: NullPlace): ValueCause {
    const { subgraphs, raw, isOfEntity } = place;
    const vague = this.#sources.errors.vague(subgraphs);
    if (vague !== undefined) return this.ofError(vague, place);
    const who = `the subgraph ${subgraphs.join(' or ') || 'that owns it'}`;
    if (raw === null || !isOfEntity) {
      const word = raw === null ? 'answered null' : 'left it out of its answer';
      return { kind: 'null-of-owner', why: `Null: ${who} ${word}, without an error.`, subgraphs };
    }
    return {
      kind: 'unknown-entity',
      why: `Null: ${who} was asked for the object by its key and has none, or shows none to this caller.`,
      subgraphs,
    };
  }
}

/** Only the code is taken: the message may be a subgraph's own. */
function errorOf({ extensions, cause }: Reason): AnswerError {
  const service = typeof extensions['service'] === 'string' ? extensions['service'] : undefined;
  const isSubgraphs = cause === undefined && service !== undefined;
  // What a masked code is replaced by.
  const code = isSubgraphs ? 'DOWNSTREAM_SERVICE_ERROR' : String(extensions['code']);
  return { path: undefined, code, service, isSubgraphs, coordinate: undefined };
}

/** A path as text, alike for all entries of a list; a client's aliases stand in it. */
const shownPath = (path: AnswerPath): string =>
  withoutNumbers(placeOf(path.map((part) => (typeof part === 'number' ? '' : part)).filter((part) => part !== '')));
