/**
 * Sends one request for a fetch, or for several with the same query about entities at different places: builds a representation for each
 * distinct entity, sends the request and validates the reply. Only the objects that the request was about are changed.
 */
import { bodyStartOf } from '../fetch/request-body.ts';
import type { SubgraphReply } from '../fetch/subgraph-request.ts';
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
import { leafText, isSameLeaf } from './join-answers.ts';
import { MissingInput } from './missing-input.ts';
import { representationKey, type Representation } from './representation.ts';
import type { Stubs } from './reply-reader.ts';
import type { PlanRun } from './run.ts';
import { ALONE, type FetchSender, type FetchText } from './schedule/merged-request.ts';
import { failureReason, readSubgraphErrors, type SubgraphError } from './subgraph-errors.ts';

/** A row without a representation, and why it has none. */
interface UnrepresentedRow {
  readonly part: FetchPart;
  readonly row: ResponseNode;
  readonly missing: MissingInput;
}

/** The rows of one part. */
interface PartRows {
  readonly part: FetchPart;
  /** By the index of their representation; a part need not have rows for each. */
  readonly rows: (ResponseNode[] | undefined)[];
}

/** Entities as a subgraph has answered them, by `representationKey`. */
type Answers = Map<string, object>;

/** One request for entities. */
interface EntityRequest {
  readonly run: PlanRun;
  readonly batch: Batch;
  readonly context: Readonly<Record<string, unknown>>;
  readonly sender: FetchSender;
}

/** The entities of one request: each representation once, with the rows that share it. */
class Batch {
  readonly representations: Representation[] = [];
  readonly parts: PartRows[] = [];
  readonly unrepresented: UnrepresentedRow[] = [];
  /** Of the request's reply. */
  readonly stubs: Stubs = [];
  /** What the same query has returned earlier in the run. */
  readonly answers: Answers | undefined;
  readonly #run: PlanRun;
  readonly #bySole = new Map<string | number, number>();
  readonly #byText = new Map<string, number>();

  constructor(run: PlanRun, answers?: Answers) {
    this.#run = run;
    this.answers = answers;
  }

  add(part: FetchPart, rows: readonly ResponseNode[]): void {
    const { represent, soleKey } = part.code;
    const partRows: PartRows = { part, rows: [] };
    for (const row of rows) {
      const sole = soleKey?.(row);
      let index = sole === undefined ? undefined : this.#bySole.get(sole);
      if (index === undefined) {
        const representation = represent!(row, this.#run.variables);
        if (representation instanceof MissingInput) this.unrepresented.push({ part, row, missing: representation });
        if (representation === undefined || representation instanceof MissingInput) continue;
        if (this.#isAnswered(part, row, representation)) continue;
        index =
          sole === undefined
            ? this.#place(representation, this.#byText, representationKey(representation))
            : this.#place(representation, this.#bySole, sole);
      }
      const alike = partRows.rows[index];
      if (alike === undefined) partRows.rows[index] = [row];
      else alike.push(row);
    }
    if (partRows.rows.length > 0) this.parts.push(partRows);
  }

  /** An entity that an earlier request of the run has returned is not requested again. */
  #isAnswered(part: FetchPart, row: ResponseNode, representation: Representation): boolean {
    const entity = this.answers?.get(representationKey(representation));
    if (entity !== undefined) part.merge(this.#run, [row], entity, [], undefined);
    return entity !== undefined;
  }

  #place<Key>(representation: Representation, known: Map<Key, number>, key: Key): number {
    const place = known.get(key);
    if (place !== undefined) return place;
    known.set(key, this.representations.length);
    return this.representations.push(representation) - 1;
  }
}

/** A fetch, or several with the same query, at run time. */
export class Fetch implements FetchText {
  /** The first one's, which defines the request for all of them. */
  readonly plan: FetchPlan;
  readonly bodyStart: string;
  readonly #answers: number | undefined;

  /** @param answers the index in `PlanRun.answers` where the same query stands in several requests of the plan */
  constructor(plan: FetchPlan, answers?: number) {
    this.plan = plan;
    this.bodyStart = bodyStartOf(plan.query, plan.operationName);
    this.#answers = answers;
  }

  /**
   * @param parts the fetches; several only for entities
   * @returns nothing when there is nothing to request. It never rejects because of a subgraph.
   */
  start(run: PlanRun, parts: readonly FetchPart[], sender: FetchSender): Promise<void> | undefined {
    if (this.plan.contexts.length > 0) return this.#startByContext(run, parts[0]!, sender);
    if (this.plan.entities) return this.#startEntities(run, parts, sender);
    const rows = parts[0]!.rows(run);
    return rows.length === 0 ? undefined : this.#fetchPlain(run, parts[0]!, rows, sender);
  }

  #startEntities(run: PlanRun, parts: readonly FetchPart[], sender: FetchSender): Promise<void> | undefined {
    const answers = this.#answers === undefined ? undefined : (run.answers[this.#answers] ??= new Map());
    const batch = new Batch(run, answers);
    for (const part of parts) batch.add(part, part.rows(run));
    return this.#fetchEntities({ run, batch, context: NO_CONTEXT, sender });
  }

  /** Entities in different contexts are fetched separately: a request has one value for each variable. */
  #startByContext(run: PlanRun, part: FetchPart, sender: FetchSender): Promise<void> | undefined {
    const groups = new Map<string, ContextRow[]>();
    const all = contextRows(run.root, this.plan.steps, this.plan.contexts, this.plan.supergraph);
    part.reportMissing(
      run,
      all.filter(({ hasFailed }) => hasFailed).map(({ node }) => node),
      NO_CONTEXT_VALUE,
    );
    for (const row of all.filter(({ hasFailed }) => !hasFailed)) {
      const key = JSON.stringify(row.values);
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const requests = [...groups.values()].map((rows) => {
      const batch = new Batch(run);
      batch.add(
        part,
        rows.map(({ node }) => node),
      );
      return this.#fetchEntities({ run, batch, context: rows[0]!.values, sender });
    });
    return allDone(requests);
  }

  async #fetchPlain(run: PlanRun, part: FetchPart, rows: readonly ResponseNode[], sender: FetchSender): Promise<void> {
    const reply = await this.#request(run, this.#variables(run), [{ part, rows: [[...rows]] }], sender);
    if (!reply) return;
    const data: unknown = reply.data;
    const errors = readSubgraphErrors(reply, this.plan.subgraph);
    if (isObject(data)) {
      for (const error of errors) part.reportAt(run, rows, error, error.path);
      part.merge(run, rows, data, [], placesOf(errors));
    } else if (errors.length > 0) failWith(run, part, rows, errors);
    else {
      part.reportFault(run, rows, 'BAD_REPLY', `expected data to be an object, got ${kindOf(data)}`);
      part.markMissing(rows);
    }
  }

  #fetchEntities(request: EntityRequest): Promise<void> | undefined {
    const { representations, unrepresented } = request.batch;
    const waiting = representations.length === 0 ? undefined : this.#fetchBatch(request);
    return unrepresented.length === 0 ? waiting : allDone([waiting, ...this.#fetchSeparately(request)]);
  }

  /** Fields that do not need a row's missing input are fetched without it. */
  #fetchSeparately({ run, batch: { unrepresented }, context }: EntityRequest): readonly (Promise<void> | undefined)[] {
    const requests: (Promise<void> | undefined)[] = [];
    for (const [part, rows] of Map.groupBy(unrepresented, ({ part }) => part)) {
      for (const separate of part.separate) {
        const batch = new Batch(run);
        batch.add(
          separate,
          rows.map(({ row }) => row),
        );
        requests.push(new Fetch(separate.plan).#fetchEntities({ run, batch, context, sender: ALONE }));
      }
      if (part.separate.length > 0) continue;
      for (const [missing, same] of Map.groupBy(rows, ({ missing: input }) => input))
        part.reportMissing(
          run,
          same.map(({ row }) => row),
          missing,
        );
    }
    return requests;
  }

  async #fetchBatch({ run, batch, context, sender }: EntityRequest): Promise<void> {
    const { representations, parts } = batch;
    const { variables: names } = this.plan;
    const variables =
      names.length === 0 && context === NO_CONTEXT
        ? { representations }
        : Object.assign(this.#variables(run), context, { representations });
    const reply = await this.#request(run, variables, parts, sender);
    if (!reply) return;
    const entities: unknown = isObject(reply.data)
      ? (reply.data as Record<string, unknown>)[this.plan.entities!.name]
      : reply.data;
    if (entities == null && hasErrors(reply)) return this.#failAll(run, batch, reply);
    const failed = this.#reportErrors(run, parts, reply);
    if (!Array.isArray(entities) || entities.length !== representations.length)
      return this.#rejectEntities(run, batch, entities);
    for (let index = 0; index < entities.length; index++)
      this.#takeEntity(run, batch, index, entities[index], failed(index));
  }

  /** The reply has errors instead of entities. */
  #failAll(run: PlanRun, { parts }: Batch, reply: SubgraphReply): void {
    const errors = readSubgraphErrors(reply, this.plan.subgraph);
    for (const { part, rows } of parts)
      failWith(
        run,
        part,
        allOf(rows),
        errors.map((error) => ({ ...error, path: undefined })),
      );
  }

  /** The reply has another number of entities than requested, so none can be attributed. */
  #rejectEntities(run: PlanRun, { representations, parts }: Batch, entities: unknown): void {
    const received = Array.isArray(entities) ? entities.length : kindOf(entities);
    for (const { part, rows } of parts) {
      part.reportFault(
        run,
        allOf(rows),
        'ENTITIES_MISFIT',
        `expected ${representations.length} entities, got ${received}`,
      );
      part.markMissing(allOf(rows));
    }
  }

  #takeEntity(
    run: PlanRun,
    { representations, parts, stubs, answers }: Batch,
    index: number,
    entity: unknown,
    failed: FailedPlaces | undefined,
  ): void {
    const isMissing = entity === null || entity === undefined;
    const fault = isMissing
      ? undefined
      : isObject(entity)
        ? this.#mismatch(representations, index, entity as Record<string, unknown>)
        : `expected an object, got ${kindOf(entity)}`;
    if (answers && !isMissing && fault === undefined && failed === undefined)
      answers.set(representationKey(representations[index]!), entity);
    for (const { part, rows } of parts) {
      const own = rows[index];
      if (own === undefined) continue;
      if (!isMissing && fault === undefined) part.merge(run, own, entity, stubs, failed);
      else {
        if (fault !== undefined)
          part.reportFault(run, own, isObject(entity) ? 'ENTITY_MISMATCH' : 'ENTITIES_MISFIT', fault);
        if (fault !== undefined || (failed && failed.places.length > 0)) part.markMissing(own, failed?.places[0]?.why);
      }
    }
  }

  /** @returns why an entity is not the requested one, or `undefined` */
  #mismatch(
    representations: readonly Representation[],
    index: number,
    entity: Record<string, unknown>,
  ): string | undefined {
    const requested = representations[index]!;
    const [typename] = this.plan.level.typenames;
    const type = typename === undefined ? undefined : entity[typename];
    if (typeof type === 'string' && !isOfType(this.plan.supergraph, type, requested['__typename'] as string)) {
      return `expected a ${String(requested['__typename'])}, got another type`;
    }
    for (const [name, sent] of Object.entries(requested)) {
      if (
        name === '__typename' ||
        sent === undefined ||
        sent === null ||
        (typeof sent === 'object' && !isExactNumber(sent)) ||
        !Object.hasOwn(entity, name)
      )
        continue;
      if (isSameLeaf(sent, entity[name])) continue;
      // A subgraph may format a key in its own way; but another entity's key means another entity.
      if (
        representations.some(
          (other) =>
            other !== requested &&
            other['__typename'] === requested['__typename'] &&
            leafText(other[name]) === leafText(entity[name]),
        )
      ) {
        return `expected the requested ${name}, got another entity's`;
      }
    }
    return undefined;
  }

  #variables(run: PlanRun): Record<string, unknown> {
    const variables = new NullPrototypeObject();
    for (const name of this.plan.variables)
      if (run.variables[name] !== undefined) variables[name] = run.variables[name];
    return variables;
  }

  async #request(
    run: PlanRun,
    variables: Record<string, unknown>,
    parts: readonly PartRows[],
    sender: FetchSender,
  ): Promise<SubgraphReply | undefined> {
    const { subgraph } = this.plan;
    try {
      return await sender.send(run, this, variables);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const code = thrown instanceof CodedError ? thrown.code : 'DOWNSTREAM_SERVICE_ERROR';
      const message = thrown instanceof CodedError ? thrown.message : `The subgraph ${subgraph} could not be queried`;
      const extensions = { ...(thrown instanceof CodedError ? thrown.extensions : {}), code, service: subgraph };
      for (const { part, rows } of parts) part.fail(run, allOf(rows), { message, extensions, cause: error });
      return undefined;
    }
  }

  /** Reports a reply's errors. @returns a function from an entity's index to the errors about it */
  #reportErrors(
    run: PlanRun,
    parts: readonly PartRows[],
    reply: SubgraphReply,
  ): (index: number) => FailedPlaces | undefined {
    if (!hasErrors(reply)) return NO_FAILED_PLACES;
    const places: FailedPlace[][] = [];
    let anywhere: Reason | undefined;
    for (const error of readSubgraphErrors(reply, this.plan.subgraph)) {
      const index = this.#entityOf(error, parts);
      if (index === undefined) anywhere ??= failureReason(error);
      else (places[index] ??= []).push({ path: error.path!.slice(2), why: failureReason(error) });
      for (const { part, rows } of parts) {
        const own = index === undefined ? allOf(rows) : rows[index];
        if (own !== undefined) part.reportAt(run, own, error, index === undefined ? undefined : error.path!.slice(2));
      }
    }
    return (index) => (places[index] || anywhere ? { places: places[index] ?? [], anywhere } : undefined);
  }

  #entityOf({ path }: SubgraphError, parts: readonly PartRows[]): number | undefined {
    const [name, index] = path ?? [];
    return name === this.plan.entities!.name &&
      typeof index === 'number' &&
      parts.some(({ rows }) => rows[index] !== undefined)
      ? index
      : undefined;
  }
}

function allOf(rows: readonly (readonly ResponseNode[] | undefined)[]): readonly ResponseNode[] {
  return rows.flatMap((alike) => alike ?? []);
}

const NO_CONTEXT_VALUE = new MissingInput('REQUIRED_MISSING', 'expected a value from its context, got none');
const NO_CONTEXT: Readonly<Record<string, unknown>> = {};
const NO_FAILED_PLACES = (): undefined => undefined;

/** @returns the errors of a reply that is not about entities, by place */
function placesOf(errors: readonly SubgraphError[]): FailedPlaces | undefined {
  if (errors.length === 0) return undefined;
  const vague = errors.find(({ path }) => path === undefined);
  return {
    places: errors.flatMap((error) => (error.path ? [{ path: error.path, why: failureReason(error) }] : [])),
    anywhere: vague && failureReason(vague),
  };
}

/** Errors without data: the first is reported wherever a field is missing because of it, the others at their own paths. */
function failWith(
  run: PlanRun,
  part: FetchPart,
  rows: readonly ResponseNode[],
  [first, ...others]: readonly SubgraphError[],
): void {
  part.fail(run, rows, failureReason(first!));
  for (const error of others) part.reportAt(run, rows, error, error.path);
}

function allDone(waiting: readonly (Promise<void> | undefined)[]): Promise<void> | undefined {
  const some = waiting.filter((one) => one !== undefined);
  return some.length === 0 ? undefined : (Promise.all(some) as Promise<unknown> as Promise<void>);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}

function hasErrors(reply: SubgraphReply): boolean {
  return Array.isArray(reply.errors) && reply.errors.length > 0;
}
