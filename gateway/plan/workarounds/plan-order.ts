/**
 * Reorders a plan's steps so that inputs come first. The planner may put a fetch beside or before one that provides its input: the input
 * is then missing, and the fetch's fields stay null. The providing fetch is moved first; where the rest of its step depends on the other
 * fetch, it is taken out of that step.
 */
import type { FetchNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isOfType } from '../../document/types.ts';
import { answeredFields, responseNames, neededFields, type FieldAt, type PlanTreeNode } from './plan-paths.ts';
import { overlapIn, type Overlap } from './type-overlap.ts';

/** @param schema what clients see @returns the step with all of its fetches, in a working order */
export function inOrder(
  schema: GraphQLSchema,
  step: PlanTreeNode | undefined,
  overlap = overlapIn(schema),
): PlanTreeNode | undefined {
  return step && new Ordering(schema, overlap).step(step, new Map(), []);
}

/** Paths of fields that have been fetched, with the types of the objects that have them. */
type Available = ReadonlyMap<string, ReadonlySet<string>>;

/** A fetch at its place. */
interface PlacedFetch {
  readonly fetch: FetchNode;
  readonly provides: Available;
  readonly needs: readonly FieldAt[];
}

/** One of several steps to be ordered. */
interface Part {
  readonly step: PlanTreeNode;
  readonly fetches: readonly PlacedFetch[];
  readonly provides: Available;
  /** Without what it provides itself. */
  readonly needs: readonly FieldAt[];
}

class Ordering {
  readonly #schema: GraphQLSchema;
  readonly #overlap: Overlap;
  readonly #placed = new Map<FetchNode, PlacedFetch>();

  constructor(schema: GraphQLSchema, overlap: Overlap) {
    this.#schema = schema;
    this.#overlap = overlap;
  }

  step(step: PlanTreeNode, known: Available, above: readonly string[]): PlanTreeNode {
    switch (step.kind) {
      case 'Flatten':
        return { ...step, node: this.step(step.node, known, [...above, ...responseNames(step.path)]) } as PlanTreeNode;
      case 'Parallel':
        return this.#inWaves(step.nodes, known, above);
      case 'Condition':
        return {
          ...step,
          ifClause: step.ifClause && this.step(step.ifClause, known, above),
          elseClause: step.elseClause && this.step(step.elseClause, known, above),
        } as PlanTreeNode;
      case 'Sequence':
        return { ...step, nodes: this.#sequence(step.nodes, known, above) } as PlanTreeNode;
      default:
        return step;
    }
  }

  /** Parallel steps, in waves: a step that needs what another one provides follows it. */
  #inWaves(steps: readonly PlanTreeNode[], known: Available, above: readonly string[]): PlanTreeNode {
    let waiting: readonly Part[] = steps.map((step) => this.#part(step, above));
    let available = known;
    const waves: PlanTreeNode[] = [];
    while (waiting.length > 0) {
      const ready = waiting.filter((part) => !this.#isBlocked(part, waiting, available));
      const { now, later } =
        ready.length > 0
          ? { now: ready, later: waiting.filter((part) => !ready.includes(part)) }
          : this.#separate(waiting, available, above);
      const nodes = now.map(({ step }) => step);
      if (ready.length === 0 && later.length > 0) waves.push(this.#inWaves(nodes, available, above));
      else waves.push(parallel(nodes.map((node) => this.step(node, available, above))));
      available = union([available, ...now.map(({ provides }) => provides)]);
      waiting = later;
    }
    return waves.length === 1 ? waves[0]! : ({ kind: 'Sequence', nodes: waves } as PlanTreeNode);
  }

  #sequence(steps: readonly PlanTreeNode[], known: Available, above: readonly string[]): readonly PlanTreeNode[] {
    let waiting: readonly Part[] = steps.map((step) => this.#part(step, above));
    let available = known;
    const ordered: PlanTreeNode[] = [];
    while (waiting.length > 0) {
      const { now, later } = this.#next(waiting, available, above);
      const nodes = now.map(({ step }) => step);
      // Fetches taken out of their steps may depend on one another.
      ordered.push(
        ...(now.length === 1 ? [this.step(nodes[0]!, available, above)] : this.#sequence(nodes, available, above)),
      );
      available = union([available, ...now.map(({ provides }) => provides)]);
      waiting = later;
    }
    return ordered;
  }

  /** The first step, or what it waits for. */
  #next(waiting: readonly Part[], available: Available, above: readonly string[]): Split {
    const [first, ...others] = waiting as readonly [Part, ...Part[]];
    if (!this.#isBlocked(first, waiting, available)) return { now: [first], later: others };
    const providers = this.#providersOf(first, waiting, available);
    const whole = others.find(
      (part) => part.fetches.some((placed) => providers.has(placed)) && !this.#isBlocked(part, waiting, available),
    );
    if (whole) return { now: [whole], later: waiting.filter((part) => part !== whole) };
    const split = this.#split(waiting, providers, above);
    // Fetches that depend on each other: the planner's order is kept.
    return split.later.length > 0 ? split : { now: [first], later: others };
  }

  /** Where every part waits for another: takes out what the first of them waits for. */
  #separate(waiting: readonly Part[], available: Available, above: readonly string[]): Split {
    for (const part of waiting) {
      const split = this.#split(waiting, this.#providersOf(part, waiting, available), above);
      if (split.later.length > 0) return split;
    }
    return { now: waiting, later: [] };
  }

  /** @returns all fetches that must precede the part, directly or through others */
  #providersOf({ needs }: Part, waiting: readonly Part[], available: Available): ReadonlySet<PlacedFetch> {
    const all = waiting.flatMap(({ fetches }) => fetches);
    const providers = new Set<PlacedFetch>();
    const missing = [...needs];
    for (const need of missing) {
      if (this.#has(available, need)) continue;
      for (const placed of all) {
        if (providers.has(placed) || !this.#mayProvide(placed.provides, need)) continue;
        providers.add(placed);
        missing.push(...placed.needs);
      }
    }
    return providers;
  }

  #split(waiting: readonly Part[], first: ReadonlySet<PlacedFetch>, above: readonly string[]): Split {
    const fetches = new Set([...first].map(({ fetch }) => fetch));
    const parts = (keeps: (fetch: FetchNode) => boolean): readonly Part[] =>
      waiting.flatMap(({ step }) => {
        const rest = filtered(step, keeps);
        return rest ? [this.#part(rest, above)] : [];
      });
    return { now: parts((fetch) => fetches.has(fetch)), later: parts((fetch) => !fetches.has(fetch)) };
  }

  #part(step: PlanTreeNode, above: readonly string[]): Part {
    const fetches = [...this.#fetchesIn(step, above)];
    const provides = union(fetches.map((placed) => placed.provides));
    return {
      step,
      fetches,
      provides,
      needs: fetches.flatMap(({ needs }) => needs).filter((need) => !this.#has(provides, need)),
    };
  }

  *#fetchesIn(step: PlanTreeNode, above: readonly string[]): Generator<PlacedFetch> {
    switch (step.kind) {
      case 'Fetch':
        yield this.#placedFetch(step, above);
        break;
      case 'Flatten':
        yield* this.#fetchesIn(step.node, [...above, ...responseNames(step.path)]);
        break;
      case 'Condition':
        for (const inner of [step.ifClause, step.elseClause]) if (inner) yield* this.#fetchesIn(inner, above);
        break;
      case 'Sequence':
      case 'Parallel':
        for (const inner of step.nodes) yield* this.#fetchesIn(inner, above);
        break;
      default:
    }
  }

  #placedFetch(fetch: FetchNode, above: readonly string[]): PlacedFetch {
    let known = this.#placed.get(fetch);
    if (!known) {
      const provides = new Map<string, Set<string>>();
      for (const { path, on } of answeredFields(fetch, above))
        provides.set(path, (provides.get(path) ?? new Set()).add(on));
      this.#placed.set(fetch, (known = { fetch, provides, needs: neededFields(fetch, above) }));
    }
    return known;
  }

  /** Whether a part needs something missing that another part may provide. */
  #isBlocked(part: Part, waiting: readonly Part[], available: Available): boolean {
    return part.needs.some(
      (need) =>
        !this.#has(available, need) &&
        waiting.some((other) => other !== part && this.#mayProvide(other.provides, need)),
    );
  }

  #mayProvide(provides: Available, { path, on }: FieldAt): boolean {
    const types = provides.get(path);
    return types !== undefined && [...types].some((type) => this.#overlap(type, on));
  }

  /** Whether a field has been fetched for all objects for which it is needed. */
  #has(available: Available, { path, on }: FieldAt): boolean {
    const types = available.get(path);
    return (
      types !== undefined && (on === '' || [...types].some((type) => type === '' || isOfType(this.#schema, on, type)))
    );
  }
}

interface Split {
  readonly now: readonly Part[];
  readonly later: readonly Part[];
}

function parallel(nodes: readonly PlanTreeNode[]): PlanTreeNode {
  return nodes.length === 1 ? nodes[0]! : ({ kind: 'Parallel', nodes } as PlanTreeNode);
}

function union(all: readonly Available[]): Available {
  const known = new Map<string, Set<string>>();
  for (const [path, types] of all.flatMap((one) => [...one]))
    known.set(path, (known.get(path) ?? new Set()).union(types));
  return known;
}

/** @returns a step with only these of its fetches; `undefined` without any */
function filtered(step: PlanTreeNode, keeps: (fetch: FetchNode) => boolean): PlanTreeNode | undefined {
  switch (step.kind) {
    case 'Fetch':
      return keeps(step) ? step : undefined;
    case 'Flatten': {
      const node = filtered(step.node, keeps);
      return node && ({ ...step, node } as PlanTreeNode);
    }
    case 'Condition': {
      const [ifClause, elseClause] = [step.ifClause, step.elseClause].map((inner) => inner && filtered(inner, keeps));
      return ifClause || elseClause ? ({ ...step, ifClause, elseClause } as PlanTreeNode) : undefined;
    }
    case 'Sequence':
    case 'Parallel': {
      const nodes = step.nodes.flatMap((inner) => filtered(inner, keeps) ?? []);
      return nodes.length < 2 ? nodes[0] : ({ ...step, nodes } as PlanTreeNode);
    }
    default:
      return step;
  }
}
