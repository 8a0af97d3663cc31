/** Runs the cases of conformance against a running subgraph. It changes nothing there: it asks, and sends what is refused. */
import { reasonOf } from '../../../base/errors.ts';
import { readClaimsKeys } from '../../../base/claims.ts';
import { AskedSubgraph, type ConformanceRequest } from './asked-subgraph.ts';
import { CONFORMANCE_CASES } from './cases.ts';
import { NotApplicable, Unmet, type ConformanceCase } from './conformance-case.ts';
import { conformanceFault } from './errors.ts';
import { findExamples } from './find-examples.ts';
import { publishedFacts } from './published-facts.ts';

/** How one case ended. */
export interface ConformanceResult {
  readonly case: string;
  /** What the case expects, one sentence without a subject. */
  readonly what: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What came instead, or why there was nothing to judge; empty where it passed. */
  readonly why: string;
}

/**
 * @returns a result for each case, as soon as it has ended
 * @throws CodedError CONFORMANCE_UNREACHABLE, CONFORMANCE_UNKNOWN_CASE before the first
 */
export async function* runConformance(request: ConformanceRequest): AsyncGenerator<ConformanceResult, void> {
  const cases = chosen(request.options?.only);
  const subgraph = await reached(request);
  const waiting = new Map(cases.filter(({ waits }) => waits).map((one) => [one, resultOf(one, subgraph)]));
  for (const one of cases) yield await (waiting.get(one) ?? resultOf(one, subgraph));
}

function chosen(only: readonly string[] | undefined): readonly ConformanceCase[] {
  const unknown = only?.find((name) => !CONFORMANCE_CASES.some((one) => one.name === name));
  if (unknown !== undefined) throw conformanceFault('CONFORMANCE_UNKNOWN_CASE', unknown);
  return CONFORMANCE_CASES.filter(({ name }) => only?.includes(name) ?? true);
}

async function reached(request: ConformanceRequest): Promise<AskedSubgraph> {
  try {
    const subgraph = new AskedSubgraph(request, readClaimsKeys(request.claimsKey)[0]!);
    const served = await subgraph.ask('{ _service { sdl } }');
    const sdl = request.sdl ?? (served.data?.['_service'] as { sdl?: unknown } | undefined)?.sdl;
    if (typeof sdl !== 'string') throw new Error(`expected its SDL, got ${served.text.slice(0, 200)}`);
    subgraph.facts = publishedFacts(sdl);
    subgraph.examples = await findExamples(subgraph);
    return subgraph;
  } catch (thrown) {
    throw conformanceFault('CONFORMANCE_UNREACHABLE', reasonOf(thrown), { cause: thrown });
  }
}

async function resultOf(one: ConformanceCase, subgraph: AskedSubgraph): Promise<ConformanceResult> {
  const said = { case: one.name, what: one.what };
  try {
    await one.run(subgraph);
    return { ...said, outcome: 'passed', why: '' };
  } catch (thrown) {
    if (thrown instanceof NotApplicable) return { ...said, outcome: 'skipped', why: thrown.message };
    const why = thrown instanceof Unmet ? thrown.message : `it could not be asked: ${reasonOf(thrown)}`;
    return { ...said, outcome: 'failed', why };
  }
}
