/**
 * Runs one fetch: finds its objects, names each distinct entity once, asks, checks what came, and puts it where it
 * belongs. Nothing a subgraph answers gets further than the objects it was asked about.
 */
import { bodyStartOf } from '../fetch/request-body.ts';
import { NO_ESCAPES, type SubgraphReply } from '../fetch/subgraph-request.ts';
import { FAILED, Misfit, type Node } from '../reply/layout.ts';
import { kindOf } from '../reply/project-data.ts';
import { CodedError } from '../../base/errors.ts';
import { contextRows, type ContextRow } from './context-values.ts';
import { executeFault } from './errors.ts';
import { isOfType, type FetchedSlot } from './fetch-document.ts';
import { isShareable, type FetchCode, type FetchPlan } from './fetch-plan.ts';
import { sameLeaf, takeDisputes } from './join-answers.ts';
import { keyOf, type Representation } from './representation.ts';
import type { Stubs } from './reply-reader.ts';
import { collectRows, type ResponsePath } from './rows.ts';
import type { Run, Step } from './run.ts';
import { clientPath, subgraphErrors, type SubgraphError } from './subgraph-errors.ts';

/** @param mayShare false when an entity's answer may depend on where it stands */
export function fetchStep(plan: FetchPlan, code: FetchCode, mayShare: boolean): Step {
  const fetch = new Fetch(plan, code, mayShare && isShareable(plan));
  return (run) => fetch.start(run);
}

/** The entities of one request: each representation with the rows it stands for. */
interface Batch {
  readonly representations: Representation[];
  readonly rows: Node[][];
}

class Fetch {
  readonly #plan: FetchPlan;
  readonly #code: FetchCode;
  readonly #shares: boolean;
  readonly #bodyStart: string;

  constructor(plan: FetchPlan, code: FetchCode, shares: boolean) {
    this.#plan = plan;
    this.#code = code;
    this.#shares = shares;
    this.#bodyStart = bodyStartOf(plan.query, plan.operationName);
  }

  start(run: Run): Promise<void> | undefined {
    const { entities, steps, contexts } = this.#plan;
    if (contexts.length > 0) return this.#startByContext(run);
    const rows = collectRows(run.root, steps, run);
    if (rows.length === 0) return undefined;
    return entities ? this.#askEntities(run, rows, NO_CONTEXT) : this.#askPlain(run, rows);
  }

  /** Entities that stand in different contexts are asked apart: a request has one value for each variable. */
  #startByContext(run: Run): Promise<void> | undefined {
    const groups = new Map<string, ContextRow[]>();
    for (const row of contextRows(run.root, this.#plan.steps, this.#plan.contexts, this.#plan.supergraph)) {
      const key = JSON.stringify(row.values);
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const asked = [...groups.values()].map((rows) => this.#askEntities(run, rows.map(({ node }) => node), rows[0]!.values));
    return asked.length === 0 ? undefined : (Promise.all(asked) as Promise<unknown> as Promise<void>);
  }

  async #askPlain(run: Run, rows: readonly Node[]): Promise<void> {
    const reply = await this.#ask(run, rows, this.#variables(run));
    if (!reply) return;
    const data: unknown = reply.data;
    const errors = subgraphErrors(reply, this.#plan.subgraph);
    for (const error of errors) this.#reportAt(run, rows, error, error.path);
    if (isObject(data)) this.#merge(run, rows, data, []);
    else {
      if (errors.length === 0) this.#complain(run, rows, 'BAD_REPLY', `expected data to be an object, got ${kindOf(data)}`);
      this.#fill(rows);
    }
  }

  #askEntities(run: Run, rows: readonly Node[], context: Readonly<Record<string, unknown>>): Promise<void> | undefined {
    const batch = this.#batch(rows);
    return batch.representations.length === 0 ? undefined : this.#askBatch(run, batch, context);
  }

  #batch(rows: readonly Node[]): Batch {
    const batch: Batch = { representations: [], rows: [] };
    const { represent, soleKey } = this.#code;
    const bySole = new Map<string | number, Node[]>();
    const byText = new Map<string, Node[]>();
    for (const row of rows) {
      const sole = soleKey?.(row);
      const alike = sole === undefined ? undefined : bySole.get(sole);
      if (alike !== undefined) {
        alike.push(row);
        continue;
      }
      const representation = represent!(row);
      if (representation !== undefined) addTo(batch, row, representation, sole === undefined ? byText : bySole, sole ?? keyOf(representation));
    }
    return batch;
  }

  async #askBatch(run: Run, batch: Batch, context: Readonly<Record<string, unknown>>): Promise<void> {
    const { representations } = batch;
    const { variables: names } = this.#plan;
    const variables = names.length === 0 && context === NO_CONTEXT ? { representations } : Object.assign(this.#variables(run), context, { representations });
    const all = batch.rows.length === 1 ? batch.rows[0]! : batch.rows.flat();
    const reply = await this.#ask(run, all, variables);
    if (!reply) return;
    const failed = this.#reportErrors(run, batch, all, reply);
    const entities: unknown = isObject(reply.data) ? (reply.data as Record<string, unknown>)[this.#plan.entities!.name] : reply.data;
    const expected = batch.representations.length;
    if (!Array.isArray(entities) || entities.length !== expected) {
      const came = Array.isArray(entities) ? entities.length : kindOf(entities);
      if (entities != null || !hasErrors(reply)) this.#complain(run, all, 'ENTITIES_MISFIT', `expected ${expected} entities, got ${came}`);
      this.#fill(all);
      return;
    }
    const stubs: Stubs = [];
    for (let index = 0; index < expected; index++) this.#takeEntity(run, batch, index, entities, failed.has(index), stubs);
  }

  #takeEntity(run: Run, batch: Batch, index: number, entities: readonly unknown[], failed: boolean, stubs: Stubs): void {
    const entity = entities[index];
    const rows = batch.rows[index]!;
    if (entity === null || entity === undefined) {
      if (failed) this.#fill(rows);
      return;
    }
    const fault = isObject(entity) ? this.#mismatch(batch, index, entity as Record<string, unknown>) : `expected an object, got ${kindOf(entity)}`;
    if (fault === undefined) {
      this.#merge(run, rows, entity as object, stubs);
      return;
    }
    this.#complain(run, rows, isObject(entity) ? 'ENTITY_MISMATCH' : 'ENTITIES_MISFIT', fault);
    this.#fill(rows);
  }

  /** Says how an entity is not the one that was asked for. */
  #mismatch({ representations }: Batch, index: number, entity: Record<string, unknown>): string | undefined {
    const asked = representations[index]!;
    const [typename] = this.#plan.level.typenames;
    const type = typename === undefined ? undefined : entity[typename];
    if (typeof type === 'string' && !isOfType(this.#plan.supergraph, type, asked['__typename'] as string)) {
      return `expected a ${String(asked['__typename'])}, got another type`;
    }
    for (const [name, sent] of Object.entries(asked)) {
      if (name === '__typename' || sent === undefined || sent === null || typeof sent === 'object' || !Object.hasOwn(entity, name)) continue;
      if (sameLeaf(sent, entity[name])) continue;
      // A subgraph may write a key its own way; but another entity's key is another entity.
      if (representations.some((other) => other !== asked && other['__typename'] === asked['__typename'] && other[name] === entity[name])) {
        return `expected the ${name} that was asked for, got another entity's`;
      }
    }
    return undefined;
  }

  #merge(run: Run, rows: readonly Node[], answer: object, stubs: Stubs): void {
    const { read, merge } = this.#code;
    let patch = read(answer, stubs);
    for (let index = 0; index < rows.length; index++) {
      if (index > 0 && !this.#shares) patch = read(answer, []);
      merge(rows[index]!, patch);
      if (takeDisputes().length > 0) this.#complain(run, [rows[index]!], 'SUBGRAPHS_DISAGREE', undefined);
    }
  }

  #variables(run: Run): Record<string, unknown> {
    const variables: Record<string, unknown> = Object.create(null);
    for (const name of this.#plan.variables) if (run.variables[name] !== undefined) variables[name] = run.variables[name];
    return variables;
  }

  async #ask(run: Run, rows: readonly Node[], variables: Record<string, unknown>): Promise<SubgraphReply | undefined> {
    const { subgraph, query, operationName, kind } = this.#plan;
    const { headers, deadline, signal } = run;
    try {
      const reply = await run.fetcher.fetch({ subgraph, query, operationName, bodyStart: this.#bodyStart, variables, kind, headers, deadline, signal });
      run.unescaped &&= reply[NO_ESCAPES] === true;
      return reply;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const code = thrown instanceof CodedError ? thrown.code : 'DOWNSTREAM_SERVICE_ERROR';
      const message = thrown instanceof CodedError ? thrown.message : `The subgraph ${subgraph} could not be asked`;
      const extensions = { ...(thrown instanceof CodedError ? thrown.extensions : {}), code, service: subgraph };
      this.#report(run, rows, message, extensions, (row) => this.#ownFields(row), error);
      this.#fill(rows);
      return undefined;
    }
  }

  /** @returns the places of the entities that errors are about */
  #reportErrors(run: Run, batch: Batch, all: readonly Node[], reply: SubgraphReply): ReadonlySet<number> {
    const failed = new Set<number>();
    for (const error of subgraphErrors(reply, this.#plan.subgraph)) {
      const [name, index] = error.path ?? [];
      const isEntity = name === this.#plan.entities!.name && typeof index === 'number' && batch.rows[index] !== undefined;
      if (isEntity) failed.add(index as number);
      this.#reportAt(run, isEntity ? batch.rows[index as number]! : all, error, isEntity ? error.path!.slice(2) : undefined);
    }
    return failed;
  }

  /** An error at a path is about that place of each row; without one, it is about the fetch as a whole. */
  #reportAt(run: Run, rows: readonly Node[], error: SubgraphError, path: ResponsePath | undefined): void {
    const { message, extensions } = error;
    if (path === undefined) {
      run.failures.push({ message, extensions, steps: this.#plan.steps, below: NOWHERE });
      return;
    }
    const below = [clientPath(this.#plan.level, path)];
    this.#report(run, rows, message, extensions, below[0]!.length > 0 ? () => below : (row) => this.#ownFields(row));
  }

  #report(run: Run, rows: readonly Node[], message: string, extensions: Readonly<Record<string, unknown>>, below: (row: Node) => readonly ResponsePath[], cause?: Error): void {
    run.failures.push({ message, extensions, rows, below, steps: this.#plan.steps, cause });
  }

  #complain(run: Run, rows: readonly Node[], code: 'ENTITIES_MISFIT' | 'ENTITY_MISMATCH' | 'SUBGRAPHS_DISAGREE' | 'BAD_REPLY', detail: string | undefined): void {
    const error = executeFault(code, detail, { extensions: { service: this.#plan.subgraph } });
    this.#report(run, rows, error.message, error.extensions, code === 'SUBGRAPHS_DISAGREE' ? ITSELF : (row) => this.#ownFields(row), error);
  }

  /** What is missing because of a failure that has been reported is not reported again. */
  #fill(rows: readonly Node[]): void {
    for (const row of rows) {
      for (const { slot } of this.#plan.level.fields.values()) if (row[slot.property] === undefined) row[slot.property] = FAILED;
    }
  }

  /** What this fetch would have answered of an object. */
  #ownFields(row: Node): readonly ResponsePath[] {
    const isOwn = ({ on, slot }: FetchedSlot): boolean => row[slot.property] instanceof Misfit && [...on].some((type) => row.type === undefined || isOfType(this.#plan.supergraph, row.type, type));
    return [...this.#plan.level.fields.values()].filter(isOwn).map(({ slot }) => [slot.name]);
  }
}

/** Adds a row to those that are the same entity, or begins with it. */
function addTo<Key>(batch: Batch, row: Node, representation: Representation, known: Map<Key, Node[]>, key: Key): void {
  const alike = known.get(key);
  if (alike !== undefined) {
    alike.push(row);
    return;
  }
  const rows = [row];
  known.set(key, rows);
  batch.representations.push(representation);
  batch.rows.push(rows);
}

const NO_CONTEXT: Readonly<Record<string, unknown>> = {};
const NOWHERE = (): readonly ResponsePath[] => [];
const ITSELF = (): readonly ResponsePath[] => [[]];

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasErrors(reply: SubgraphReply): boolean {
  return Array.isArray(reply.errors) && reply.errors.length > 0;
}
