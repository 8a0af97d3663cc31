/** The errors of an answer by their places, as a client sees them: of an error that leaves masked nothing but that is known here. */
import type { GraphQLError } from 'graphql';
import { maskError } from '../reply/mask-error.ts';
import { formattedError } from '../reply/response-text.ts';
import type { ErrorViews } from '../reply/settings.ts';
import type { AnswerPath } from './explanation.ts';

/** One error. */
export interface AnswerError {
  readonly path: AnswerPath | undefined;
  readonly code: string;
  /** The subgraph that it is about. */
  readonly service: string | undefined;
  /** True where the subgraph has written it, false where the gateway has. */
  readonly isSubgraphs: boolean;
  /** Of a denied field, or of a count. */
  readonly coordinate: string | undefined;
}

/** A path without its list positions, to compare entries of one list. */
export const placeOf = (path: AnswerPath): string => path.filter((part) => typeof part === 'string').join('.');

const keyOf = (path: AnswerPath): string => JSON.stringify(path);

/** The errors of one answer. */
export class AnswerErrors {
  readonly all: readonly AnswerError[];
  readonly #at = new Map<string, AnswerError>();
  readonly #below = new Map<string, AnswerError>();
  readonly #atPlace = new Map<string, AnswerError>();
  readonly #belowPlace = new Map<string, AnswerError>();
  /** By subgraph, its first error that is at no place. */
  readonly #nowhere = new Map<string, AnswerError>();
  readonly #told = new Set<AnswerError>();

  constructor(errors: readonly GraphQLError[], views: ErrorViews | undefined) {
    this.all = errors.map((error) => seen(error, views));
    for (const error of this.all) this.#place(error);
  }

  /** The error at a path. */
  at(path: AnswerPath): AnswerError | undefined {
    return this.#tell(this.#at.get(keyOf(path)));
  }

  /** The first error below a path. */
  below(path: AnswerPath): AnswerError | undefined {
    return this.#tell(this.#below.get(keyOf(path)));
  }

  /** An error at the same field of another entry, or at what holds it. An answer lists only so many errors of one failure. */
  alike(path: AnswerPath): AnswerError | undefined {
    for (let length = path.length; length > 0; length--) {
      const found = this.#atPlace.get(placeOf(path.slice(0, length)));
      if (found !== undefined) return this.#tell(found);
    }
    return undefined;
  }

  /** An error below the same field of another entry. */
  belowAlike(path: AnswerPath): AnswerError | undefined {
    return this.#tell(this.#belowPlace.get(placeOf(path)));
  }

  /** An error of one of these subgraphs that is at no place: any null of theirs may stem from it. */
  vague(subgraphs: readonly string[]): AnswerError | undefined {
    return this.#tell(subgraphs.map((subgraph) => this.#nowhere.get(subgraph)).find((error) => error !== undefined));
  }

  /** Errors that explain no value so far. */
  untold(): readonly AnswerError[] {
    return this.all.filter((error) => !this.#told.has(error) && !this.#isToldAt(error));
  }

  /** Whether another error at the same place has been told. */
  #isToldAt({ path }: AnswerError): boolean {
    const other = path && this.#at.get(keyOf(path));
    return other !== undefined && this.#told.has(other);
  }

  #tell(error: AnswerError | undefined): AnswerError | undefined {
    if (error !== undefined) this.#told.add(error);
    return error;
  }

  #place(error: AnswerError): void {
    const { path, service } = error;
    if (path === undefined) {
      if (service !== undefined) setOnce(this.#nowhere, service, error);
      return;
    }
    setOnce(this.#at, keyOf(path), error);
    setOnce(this.#atPlace, placeOf(path), error);
    for (let length = 0; length < path.length; length++) {
      const above = path.slice(0, length);
      setOnce(this.#below, keyOf(above), error);
      setOnce(this.#belowPlace, placeOf(above), error);
    }
  }
}

function setOnce(map: Map<string, AnswerError>, key: string, error: AnswerError): void {
  if (!map.has(key)) map.set(key, error);
}

function seen(error: GraphQLError, views: ErrorViews | undefined): AnswerError {
  const { extensions = {} } = maskError(formattedError(error), error, views);
  const service = textOf(extensions['service']);
  const isSubgraphs = service !== undefined && error.originalError === undefined;
  const coordinate = isSubgraphs ? undefined : textOf(extensions['coordinate']);
  return { path: error.path, code: textOf(extensions['code']) ?? 'INTERNAL', service, isSubgraphs, coordinate };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
