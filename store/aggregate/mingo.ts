/**
 * mingo, loaded when it is first asked for or a moment after the start, whichever comes first: its two hundred files take as long to load as
 * everything else together, and no start should wait for them.
 */
import { createRequire } from 'node:module';
import type * as core from 'mingo/core';
import type * as mingo from 'mingo';

const require = createRequire(import.meta.url);
let compute: ((operator: string, argument: unknown) => unknown) | undefined;

/** Loads what expressions need. */
export function loadMingo(): NonNullable<typeof compute> {
  if (compute !== undefined) return compute;
  const { computeValue, Context } = require('mingo/core') as typeof core;
  const expression = require('mingo/operators/expression') as never;
  const options = { context: Context.init({ expression }), useStrictMode: true };
  compute = (operator, argument) => computeValue({}, argument as never, operator, options as never);
  return compute;
}

/** One stage over all documents, as plain values. @throws what mingo throws */
export function runStage(stage: unknown, documents: readonly unknown[]): Record<string, unknown>[] {
  const { Aggregator } = require('mingo') as typeof mingo;
  return new Aggregator([stage] as never).run(documents as never);
}
