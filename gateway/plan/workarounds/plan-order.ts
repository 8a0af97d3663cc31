/**
 * A plan's steps in an order that can work. The planner may have a fetch wait for one that goes with it or after it: what the
 * fetch needs is then not there, and its fields stay null. Whatever gives what it needs goes first, taken out of the step that
 * holds it where the rest of that step has to wait for the fetch itself.
 */
import type { FetchNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isOfType } from '../../document/types.ts';
import { answeredFields, responseNames, neededFields, type FieldAt, type PlanTreeNode } from './plan-paths.ts';
import { overlapIn, type Overlap } from './type-overlap.ts';

/** @param schema what clients see */
export function inOrder(
  schema: GraphQLSchema,
  step: PlanTreeNode | undefined,
  overlap = overlapIn(schema),
): PlanTreeNode | undefined {
  return step && new Ordering(schema, overlap).step(step, new Map(), []);
}

/** Paths of fields that are there, with the types of the objects that have them. */
type Known = ReadonlyMap<string, ReadonlySet<string>>;

/** A fetch at its place. */
interface Asking {
  readonly fetch: FetchNode;
  readonly gives: Known;
  readonly needs: readonly FieldAt[];
}

/** One of several steps that are brought into an order. */
interface Part {
  readonly step: PlanTreeNode;
  readonly fetches: readonly Asking[];
  readonly gives: Known;
  /** Apart from what it gives itself. */
  readonly needs: readonly FieldAt[];
}

class Ordering {
  readonly #schema: GraphQLSchema;
  readonly #overlap: Overlap;
  readonly #askings = new Map<FetchNode, Asking>();

  constructor(schema: GraphQLSchema, overlap: Overlap) {
    this.#schema = schema;
    this.#overlap = overlap;
  }

  step(step: PlanTreeNode, known: Known, above: readonly string[]): PlanTreeNode {
    switch (step.kind) {
      case 'Flatten':
        return { ...step, node: this.step(step.node, known, [...above, ...responseNames(step.path)]) } as PlanTreeNode;
      case 'Parallel':
        return this.#waves(step.nodes, known, above);
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

  /** Steps that go at once, but those that need what another of them gives after it. */
  #waves(steps: readonly PlanTreeNode[], known: Known, above: readonly string[]): PlanTreeNode {
    let waiting: readonly Part[] = steps.map((step) => this.#part(step, above));
    let had = known;
    const waves: PlanTreeNode[] = [];
    while (waiting.length > 0) {
      const ready = waiting.filter((part) => !this.#lacks(part, waiting, had));
      const { now, later } =
        ready.length > 0
          ? { now: ready, later: waiting.filter((part) => !ready.includes(part)) }
          : this.#apart(waiting, had, above);
      const nodes = now.map(({ step }) => step);
      if (ready.length === 0 && later.length > 0) waves.push(this.#waves(nodes, had, above));
      else waves.push(together(nodes.map((node) => this.step(node, had, above))));
      had = joined([had, ...now.map(({ gives }) => gives)]);
      waiting = later;
    }
    return waves.length === 1 ? waves[0]! : ({ kind: 'Sequence', nodes: waves } as PlanTreeNode);
  }

  #sequence(steps: readonly PlanTreeNode[], known: Known, above: readonly string[]): readonly PlanTreeNode[] {
    let waiting: readonly Part[] = steps.map((step) => this.#part(step, above));
    let had = known;
    const ordered: PlanTreeNode[] = [];
    while (waiting.length > 0) {
      const { now, later } = this.#next(waiting, had, above);
      const nodes = now.map(({ step }) => step);
      // Those that were taken out of their steps may need one another.
      ordered.push(...(now.length === 1 ? [this.step(nodes[0]!, had, above)] : this.#sequence(nodes, had, above)));
      had = joined([had, ...now.map(({ gives }) => gives)]);
      waiting = later;
    }
    return ordered;
  }

  /** The first, or what it lacks. */
  #next(waiting: readonly Part[], had: Known, above: readonly string[]): Split {
    const [first, ...others] = waiting as readonly [Part, ...Part[]];
    if (!this.#lacks(first, waiting, had)) return { now: [first], later: others };
    const givers = this.#givers(first, waiting, had);
    const whole = others.find(
      (part) => part.fetches.some((asking) => givers.has(asking)) && !this.#lacks(part, waiting, had),
    );
    if (whole) return { now: [whole], later: waiting.filter((part) => part !== whole) };
    const split = this.#split(waiting, givers, above);
    // Fetches that need one another: the planner's order is as good as any.
    return split.later.length > 0 ? split : { now: [first], later: others };
  }

  /** Where each part lacks something: what the first lacks that can go before it. */
  #apart(waiting: readonly Part[], had: Known, above: readonly string[]): Split {
    for (const part of waiting) {
      const split = this.#split(waiting, this.#givers(part, waiting, had), above);
      if (split.later.length > 0) return split;
    }
    return { now: waiting, later: [] };
  }

  /** @returns all fetches that have to go before something that the part needs is there */
  #givers({ needs }: Part, waiting: readonly Part[], had: Known): ReadonlySet<Asking> {
    const all = waiting.flatMap(({ fetches }) => fetches);
    const givers = new Set<Asking>();
    const missing = [...needs];
    for (const need of missing) {
      if (this.#has(had, need)) continue;
      for (const asking of all) {
        if (givers.has(asking) || !this.#mayGive(asking.gives, need)) continue;
        givers.add(asking);
        missing.push(...asking.needs);
      }
    }
    return givers;
  }

  #split(waiting: readonly Part[], first: ReadonlySet<Asking>, above: readonly string[]): Split {
    const fetches = new Set([...first].map(({ fetch }) => fetch));
    const parts = (keeps: (fetch: FetchNode) => boolean): readonly Part[] =>
      waiting.flatMap(({ step }) => {
        const rest = only(step, keeps);
        return rest ? [this.#part(rest, above)] : [];
      });
    return { now: parts((fetch) => fetches.has(fetch)), later: parts((fetch) => !fetches.has(fetch)) };
  }

  #part(step: PlanTreeNode, above: readonly string[]): Part {
    const fetches = [...this.#fetchesIn(step, above)];
    const gives = joined(fetches.map((asking) => asking.gives));
    return {
      step,
      fetches,
      gives,
      needs: fetches.flatMap(({ needs }) => needs).filter((need) => !this.#has(gives, need)),
    };
  }

  *#fetchesIn(step: PlanTreeNode, above: readonly string[]): Generator<Asking> {
    switch (step.kind) {
      case 'Fetch':
        yield this.#asking(step, above);
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

  #asking(fetch: FetchNode, above: readonly string[]): Asking {
    let known = this.#askings.get(fetch);
    if (!known) {
      const gives = new Map<string, Set<string>>();
      for (const { path, on } of answeredFields(fetch, above)) gives.set(path, (gives.get(path) ?? new Set()).add(on));
      this.#askings.set(fetch, (known = { fetch, gives, needs: neededFields(fetch, above) }));
    }
    return known;
  }

  /** Whether a part needs what it does not have and another could give it. */
  #lacks(part: Part, waiting: readonly Part[], had: Known): boolean {
    return part.needs.some(
      (need) => !this.#has(had, need) && waiting.some((other) => other !== part && this.#mayGive(other.gives, need)),
    );
  }

  #mayGive(gives: Known, { path, on }: FieldAt): boolean {
    const types = gives.get(path);
    return types !== undefined && [...types].some((type) => this.#overlap(type, on));
  }

  /** Whether it is known of all objects that a field is needed of. */
  #has(known: Known, { path, on }: FieldAt): boolean {
    const types = known.get(path);
    return (
      types !== undefined && (on === '' || [...types].some((type) => type === '' || isOfType(this.#schema, on, type)))
    );
  }
}

interface Split {
  readonly now: readonly Part[];
  readonly later: readonly Part[];
}

function together(nodes: readonly PlanTreeNode[]): PlanTreeNode {
  return nodes.length === 1 ? nodes[0]! : ({ kind: 'Parallel', nodes } as PlanTreeNode);
}

function joined(all: readonly Known[]): Known {
  const known = new Map<string, Set<string>>();
  for (const [path, types] of all.flatMap((one) => [...one]))
    known.set(path, (known.get(path) ?? new Set()).union(types));
  return known;
}

/** A step with these of its fetches; `undefined` with none. */
function only(step: PlanTreeNode, keeps: (fetch: FetchNode) => boolean): PlanTreeNode | undefined {
  switch (step.kind) {
    case 'Fetch':
      return keeps(step) ? step : undefined;
    case 'Flatten': {
      const node = only(step.node, keeps);
      return node && ({ ...step, node } as PlanTreeNode);
    }
    case 'Condition': {
      const [ifClause, elseClause] = [step.ifClause, step.elseClause].map((inner) => inner && only(inner, keeps));
      return ifClause || elseClause ? ({ ...step, ifClause, elseClause } as PlanTreeNode) : undefined;
    }
    case 'Sequence':
    case 'Parallel': {
      const nodes = step.nodes.flatMap((inner) => only(inner, keeps) ?? []);
      return nodes.length < 2 ? nodes[0] : ({ ...step, nodes } as PlanTreeNode);
    }
    default:
      return step;
  }
}
