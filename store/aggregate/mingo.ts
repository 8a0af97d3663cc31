/**
 * mingo, loaded when an expression or a stage first needs it, or half a second after the start. Its two hundred files take as long to load as
 * everything else together, and no start should wait for them. Node keeps what was loaded.
 */
import { createRequire } from 'node:module';
import type * as core from 'mingo/core';
import type * as mingo from 'mingo';

const require = createRequire(import.meta.url);
type Compute = (operator: string, argument: unknown) => unknown;
/** Made once: its table of operators takes a tenth of a millisecond, and within $lookup an expression is compiled for each document. */
let compute: Compute | undefined;

/** Loads what expressions need. @returns a function of an operator and its argument, which is evaluated; it throws what mingo throws */
export function loadMingo(): Compute {
  return (compute ??= computeWithMingo());
}

function computeWithMingo(): Compute {
  const { evalExpr, Context } = require('mingo/core') as typeof core;
  const expression = require('mingo/operators/expression') as never;
  const options = { context: Context.init({ expression }), useStrictMode: true };
  return (operator, argument) => evalExpr({}, { [operator]: argument }, options as never);
}

/** Runs one stage over all documents, as plain values. @throws what mingo throws */
export function runStage(stage: unknown, documents: readonly unknown[]): Record<string, unknown>[] {
  const { Aggregator } = require('mingo') as typeof mingo;
  return new Aggregator([stage] as never).run(documents as never);
}
