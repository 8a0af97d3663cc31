/**
 * Sends one request for a fetch, or for several that ask the same of entities that stand at different places: names each
 * distinct entity once, asks, and checks what came. Nothing a subgraph answers gets further than the objects it was asked about.
 */
import { bodyStartOf } from '../fetch/request-body.ts';
import { NO_ESCAPES, type SubgraphReply } from '../fetch/subgraph-request.ts';
import type { ResponseNode, Reason } from '../result/layout.ts';
import { kindOf } from '../reply/project-data.ts';
import { NullPrototypeObject } from '../result/null-prototype-object.ts';
import { CodedError } from '../../base/errors.ts';
import { isExactNumber } from '../../base/exact-number.ts';
import { contextRows, type ContextRow } from './context-values.ts';
import { isOfType } from '../document/types.ts';
import type { FailedPlace, FailedPlaces } from './failed-places.ts';
import type { FetchPart } from './fetch-part.ts';
import type { FetchPlan } from './fetch-plan.ts';
import { leafText, sameLeaf } from './join-answers.ts';
import { MissingInput } from './missing-input.ts';
import { representationKey, type Representation } from './representation.ts';
import type { Stubs } from './reply-reader.ts';
import type { PlanRun, PlanStep } from './run.ts';
import { failureReason, readSubgraphErrors, type SubgraphError } from './subgraph-errors.ts';

/** @param parts one, or several that `joinFetches` has put together */
export function fetchStep(parts: readonly FetchPart[]): PlanStep {
  const fetch = new Fetch(parts);
  return (run) => fetch.start(run);
}

/** A row that cannot be asked about, and why. */
interface Lacking {
  readonly part: FetchPart;
  readonly row: ResponseNode;
  readonly lack: MissingInput;
}

/** The rows of one part. */
interface Asked {
  readonly part: FetchPart;
  /** By the representation that stands for them; a part need not have rows for each. */
  readonly rows: (ResponseNode[] | undefined)[];
}

/** The entities of one request: each representation once, with the rows it stands for. */
class Batch {
  readonly representations: Representation[] = [];
  readonly asked: Asked[] = [];
  readonly lacking: Lacking[] = [];
  readonly #variables: PlanRun['variables'];
  readonly #bySole = new Map<string | number, number>();
  readonly #byText = new Map<string, number>();

  constructor({ variables }: PlanRun) {
    this.#variables = variables;
  }

  add(part: FetchPart, rows: readonly ResponseNode[]): void {
    const { represent, soleKey } = part.code;
    const asked: Asked = { part, rows: [] };
    for (const row of rows) {
      const sole = soleKey?.(row);
      let index = sole === undefined ? undefined : this.#bySole.get(sole);
      if (index === undefined) {
        const representation = represent!(row, this.#variables);
        if (representation instanceof MissingInput) this.lacking.push({ part, row, lack: representation });
        if (representation === undefined || representation instanceof MissingInput) continue;
        index =
          sole === undefined
            ? this.#place(representation, this.#byText, representationKey(representation))
            : this.#place(representation, this.#bySole, sole);
      }
      const alike = asked.rows[index];
      if (alike === undefined) asked.rows[index] = [row];
      else alike.push(row);
    }
    if (asked.rows.length > 0) this.asked.push(asked);
  }

  #place<Key>(representation: Representation, known: Map<Key, number>, key: Key): number {
    const place = known.get(key);
    if (place !== undefined) return place;
    known.set(key, this.representations.length);
    return this.representations.push(representation) - 1;
  }
}

class Fetch {
  readonly #parts: readonly FetchPart[];
  /** The first part's, which tells the request for all of them. */
  readonly #plan: FetchPlan;
  readonly #bodyStart: string;

  constructor(parts: readonly FetchPart[]) {
    this.#parts = parts;
    this.#plan = parts[0]!.plan;
    this.#bodyStart = bodyStartOf(this.#plan.query, this.#plan.operationName);
  }

  start(run: PlanRun): Promise<void> | undefined {
    if (this.#plan.contexts.length > 0) return this.#startByContext(run);
    if (this.#plan.entities) return this.#startEntities(run);
    const rows = this.#parts[0]!.rows(run);
    return rows.length === 0 ? undefined : this.#askPlain(run, rows);
  }

  #startEntities(run: PlanRun): Promise<void> | undefined {
    const batch = new Batch(run);
    for (const part of this.#parts) batch.add(part, part.rows(run));
    return this.#askEntities(run, batch, NO_CONTEXT);
  }

  /** Entities that stand in different contexts are asked apart: a request has one value for each variable. */
  #startByContext(run: PlanRun): Promise<void> | undefined {
    const part = this.#parts[0]!;
    const groups = new Map<string, ContextRow[]>();
    const all = contextRows(run.root, this.#plan.steps, this.#plan.contexts, this.#plan.supergraph);
    part.lacks(
      run,
      all.filter(({ hasFailed }) => hasFailed).map(({ node }) => node),
      NO_CONTEXT_VALUE,
    );
    for (const row of all.filter(({ hasFailed }) => !hasFailed)) {
      const key = JSON.stringify(row.values);
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const asked = [...groups.values()].map((rows) => {
      const batch = new Batch(run);
      batch.add(
        part,
        rows.map(({ node }) => node),
      );
      return this.#askEntities(run, batch, rows[0]!.values);
    });
    return everyOne(asked);
  }

  async #askPlain(run: PlanRun, rows: readonly ResponseNode[]): Promise<void> {
    const part = this.#parts[0]!;
    const reply = await this.#ask(run, this.#variables(run), [{ part, rows: [[...rows]] }]);
    if (!reply) return;
    const data: unknown = reply.data;
    const errors = readSubgraphErrors(reply, this.#plan.subgraph);
    if (isObject(data)) {
      for (const error of errors) part.reportAt(run, rows, error, error.path);
      part.merge(run, rows, data, [], placesOf(errors));
    } else if (errors.length > 0) failWith(run, part, rows, errors);
    else {
      part.complain(run, rows, 'BAD_REPLY', `expected data to be an object, got ${kindOf(data)}`);
      part.fill(rows);
    }
  }

  #askEntities(run: PlanRun, batch: Batch, context: Readonly<Record<string, unknown>>): Promise<void> | undefined {
    const waiting = batch.representations.length === 0 ? undefined : this.#askBatch(run, batch, context);
    return batch.lacking.length === 0 ? waiting : everyOne([waiting, ...this.#askApart(run, batch.lacking, context)]);
  }

  /** What does not need what a row lacks is asked without it. */
  #askApart(
    run: PlanRun,
    lacking: readonly Lacking[],
    context: Readonly<Record<string, unknown>>,
  ): readonly (Promise<void> | undefined)[] {
    const asked: (Promise<void> | undefined)[] = [];
    for (const [part, rows] of Map.groupBy(lacking, ({ part }) => part)) {
      for (const apart of part.apart) {
        const batch = new Batch(run);
        batch.add(
          apart,
          rows.map(({ row }) => row),
        );
        asked.push(new Fetch([apart]).#askEntities(run, batch, context));
      }
      if (part.apart.length > 0) continue;
      for (const [lack, same] of Map.groupBy(rows, ({ lack }) => lack))
        part.lacks(
          run,
          same.map(({ row }) => row),
          lack,
        );
    }
    return asked;
  }

  async #askBatch(run: PlanRun, batch: Batch, context: Readonly<Record<string, unknown>>): Promise<void> {
    const { representations, asked } = batch;
    const { variables: names } = this.#plan;
    const variables =
      names.length === 0 && context === NO_CONTEXT
        ? { representations }
        : Object.assign(this.#variables(run), context, { representations });
    const reply = await this.#ask(run, variables, asked);
    if (!reply) return;
    const entities: unknown = isObject(reply.data)
      ? (reply.data as Record<string, unknown>)[this.#plan.entities!.name]
      : reply.data;
    if (entities == null && hasErrors(reply)) return this.#failAll(run, batch, reply);
    const failed = this.#reportErrors(run, asked, reply);
    if (!Array.isArray(entities) || entities.length !== representations.length)
      return this.#refuse(run, batch, entities);
    const stubs: Stubs = [];
    for (let index = 0; index < entities.length; index++)
      this.#takeEntity(run, batch, index, entities[index], failed(index), stubs);
  }

  /** Errors in place of all entities. */
  #failAll(run: PlanRun, { asked }: Batch, reply: SubgraphReply): void {
    const errors = readSubgraphErrors(reply, this.#plan.subgraph);
    for (const { part, rows } of asked)
      failWith(
        run,
        part,
        allOf(rows),
        errors.map((error) => ({ ...error, path: undefined })),
      );
  }

  /** Nobody can say which of these entities is which. */
  #refuse(run: PlanRun, { representations, asked }: Batch, entities: unknown): void {
    const came = Array.isArray(entities) ? entities.length : kindOf(entities);
    for (const { part, rows } of asked) {
      part.complain(run, allOf(rows), 'ENTITIES_MISFIT', `expected ${representations.length} entities, got ${came}`);
      part.fill(allOf(rows));
    }
  }

  #takeEntity(
    run: PlanRun,
    { representations, asked }: Batch,
    index: number,
    entity: unknown,
    failed: FailedPlaces | undefined,
    stubs: Stubs,
  ): void {
    const isMissing = entity === null || entity === undefined;
    const fault = isMissing
      ? undefined
      : isObject(entity)
        ? this.#mismatch(representations, index, entity as Record<string, unknown>)
        : `expected an object, got ${kindOf(entity)}`;
    for (const { part, rows } of asked) {
      const own = rows[index];
      if (own === undefined) continue;
      if (!isMissing && fault === undefined) part.merge(run, own, entity as object, stubs, failed);
      else {
        if (fault !== undefined)
          part.complain(run, own, isObject(entity) ? 'ENTITY_MISMATCH' : 'ENTITIES_MISFIT', fault);
        if (fault !== undefined || (failed && failed.places.length > 0)) part.fill(own, failed?.places[0]?.why);
      }
    }
  }

  /** Says how an entity is not the one that was asked for. */
  #mismatch(
    representations: readonly Representation[],
    index: number,
    entity: Record<string, unknown>,
  ): string | undefined {
    const asked = representations[index]!;
    const [typename] = this.#plan.level.typenames;
    const type = typename === undefined ? undefined : entity[typename];
    if (typeof type === 'string' && !isOfType(this.#plan.supergraph, type, asked['__typename'] as string)) {
      return `expected a ${String(asked['__typename'])}, got another type`;
    }
    for (const [name, sent] of Object.entries(asked)) {
      if (
        name === '__typename' ||
        sent === undefined ||
        sent === null ||
        (typeof sent === 'object' && !isExactNumber(sent)) ||
        !Object.hasOwn(entity, name)
      )
        continue;
      if (sameLeaf(sent, entity[name])) continue;
      // A subgraph may write a key its own way; but another entity's key is another entity.
      if (
        representations.some(
          (other) =>
            other !== asked &&
            other['__typename'] === asked['__typename'] &&
            leafText(other[name]) === leafText(entity[name]),
        )
      ) {
        return `expected the ${name} that was asked for, got another entity's`;
      }
    }
    return undefined;
  }

  #variables(run: PlanRun): Record<string, unknown> {
    const variables = new NullPrototypeObject();
    for (const name of this.#plan.variables)
      if (run.variables[name] !== undefined) variables[name] = run.variables[name];
    return variables;
  }

  async #ask(
    run: PlanRun,
    variables: Record<string, unknown>,
    asked: readonly Asked[],
  ): Promise<SubgraphReply | undefined> {
    const { subgraph, query, operationName, kind } = this.#plan;
    const { caller, deadline, signal } = run;
    try {
      const reply = await run.fetcher.fetch({
        subgraph,
        query,
        operationName,
        bodyStart: this.#bodyStart,
        variables,
        kind,
        caller,
        deadline,
        signal,
      });
      run.unescaped &&= reply[NO_ESCAPES] === true;
      return reply;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const code = thrown instanceof CodedError ? thrown.code : 'DOWNSTREAM_SERVICE_ERROR';
      const message = thrown instanceof CodedError ? thrown.message : `The subgraph ${subgraph} could not be asked`;
      const extensions = { ...(thrown instanceof CodedError ? thrown.extensions : {}), code, service: subgraph };
      for (const { part, rows } of asked) part.fail(run, allOf(rows), { message, extensions, cause: error });
      return undefined;
    }
  }

  /** @returns what the errors say of each entity */
  #reportErrors(
    run: PlanRun,
    asked: readonly Asked[],
    reply: SubgraphReply,
  ): (index: number) => FailedPlaces | undefined {
    if (!hasErrors(reply)) return NONE;
    const places: FailedPlace[][] = [];
    let anywhere: Reason | undefined;
    for (const error of readSubgraphErrors(reply, this.#plan.subgraph)) {
      const index = this.#entityOf(error, asked);
      if (index === undefined) anywhere ??= failureReason(error);
      else (places[index] ??= []).push({ path: error.path!.slice(2), why: failureReason(error) });
      for (const { part, rows } of asked) {
        const own = index === undefined ? allOf(rows) : rows[index];
        if (own !== undefined) part.reportAt(run, own, error, index === undefined ? undefined : error.path!.slice(2));
      }
    }
    return (index) => (places[index] || anywhere ? { places: places[index] ?? [], anywhere } : undefined);
  }

  #entityOf({ path }: SubgraphError, asked: readonly Asked[]): number | undefined {
    const [name, index] = path ?? [];
    return name === this.#plan.entities!.name &&
      typeof index === 'number' &&
      asked.some(({ rows }) => rows[index] !== undefined)
      ? index
      : undefined;
  }
}

function allOf(rows: readonly (readonly ResponseNode[] | undefined)[]): readonly ResponseNode[] {
  return rows.flatMap((alike) => alike ?? []);
}

const NO_CONTEXT_VALUE = new MissingInput('REQUIRED_MISSING', 'expected a value from its context, got none');
const NO_CONTEXT: Readonly<Record<string, unknown>> = {};
const NONE = (): undefined => undefined;

/** What the errors of an answer that is not about entities say of it. */
function placesOf(errors: readonly SubgraphError[]): FailedPlaces | undefined {
  if (errors.length === 0) return undefined;
  const vague = errors.find(({ path }) => path === undefined);
  return {
    places: errors.flatMap((error) => (error.path ? [{ path: error.path, why: failureReason(error) }] : [])),
    anywhere: vague && failureReason(vague),
  };
}

/** Errors and no data: the first one is told wherever something is missing for it, and the others where they say. */
function failWith(
  run: PlanRun,
  part: FetchPart,
  rows: readonly ResponseNode[],
  [first, ...others]: readonly SubgraphError[],
): void {
  part.fail(run, rows, failureReason(first!));
  for (const error of others) part.reportAt(run, rows, error, error.path);
}

function everyOne(waiting: readonly (Promise<void> | undefined)[]): Promise<void> | undefined {
  const some = waiting.filter((one) => one !== undefined);
  return some.length === 0 ? undefined : (Promise.all(some) as Promise<unknown> as Promise<void>);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}

function hasErrors(reply: SubgraphReply): boolean {
  return Array.isArray(reply.errors) && reply.errors.length > 0;
}
