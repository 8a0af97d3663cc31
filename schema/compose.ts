/**
 * `npm run compose`: the subgraphs' SDL -> supergraph.graphql. `--check` writes nothing and fails when the committed file is not what
 * the SDL composes to. Both print which fields would cost more than themselves in an outage.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { composeServices, type CompositionResult } from '@apollo/composition';
import { parse } from 'graphql';
import { CodedError, faultsOf, type ErrorTable } from '../base/errors.ts';
import { filterProblems } from './checks/filters.ts';
import { nullableHints } from './checks/nullable.ts';
import { freeTextProblems } from './checks/free-text.ts';
import { pageProblems } from './checks/pages.ts';
import { perturbationProblems } from './checks/perturbation.ts';
import { protectionProblems } from './checks/protection.ts';

/** The URL of each subgraph when all run on one machine; docker replaces the host, and `npm start` runs them in process. */
export const ROUTES: Readonly<Record<string, string>> = {
  workers: 'http://127.0.0.1:4001/graphql',
  agencies: 'http://127.0.0.1:4002/graphql',
  groups: 'http://127.0.0.1:4003/graphql',
  funding: 'http://127.0.0.1:4004/graphql',
  audit: 'http://127.0.0.1:4005/graphql',
};

/** Why a supergraph is not written. */
export const composeErrors = {
  NOT_COMPOSABLE: {
    status: 500,
    what: 'The subgraphs do not compose',
    solve: "Correct the SDL the message names; each line is one of Apollo Federation's composition errors.",
  },
  STALE_SUPERGRAPH: {
    status: 500,
    what: 'schema/supergraph.graphql is not what the subgraphs compose to',
    solve: 'Run `npm run compose` and commit the file.',
  },
  UNPROTECTED: {
    status: 500,
    what: 'Personal data would leak into what is less protected',
    solve: 'Give the field at the coordinate the directive the message names; docs/policy.md explains the rules.',
  },
} as const satisfies ErrorTable;
const fault = faultsOf(composeErrors);

const here = (name: string): URL => new URL(name, import.meta.url);

/** @returns the SDL of one subgraph, as its agency reads it */
export function subgraphSdl(name: string): string {
  return readFileSync(here(`${name}.graphql`), 'utf8');
}

/**
 * Composes subgraphs into one supergraph.
 * @param services name, URL and SDL of each; those of this folder when left out
 * @returns the supergraph's SDL
 * @throws CodedError NOT_COMPOSABLE with every composition error, UNPROTECTED with every leak, one a line
 */
export function compose(
  services = Object.entries(ROUTES).map(([name, url]) => ({ name, url, typeDefs: parse(subgraphSdl(name)) })),
): string {
  const result: CompositionResult = composeServices(services);
  if (result.errors !== undefined)
    throw fault('NOT_COMPOSABLE', result.errors.map((error) => error.message).join('\n'));
  const leaks = [
    ...protectionProblems(result.supergraphSdl, services),
    ...perturbationProblems(services),
    ...filterProblems(result.supergraphSdl),
    ...freeTextProblems(result.supergraphSdl),
    ...pageProblems(result.supergraphSdl),
  ];
  if (leaks.length > 0)
    throw fault(
      'UNPROTECTED',
      leaks.map(({ rule, coordinate, message }) => `${rule}: ${coordinate} ${message}`).join('\n'),
    );
  return result.supergraphSdl;
}

function main(): void {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const file = here('supergraph.graphql');
  const composed = compose();
  for (const { message } of nullableHints(composed)) process.stderr.write(`hint NULLABLE: ${message}\n`);
  if (!values.check) writeFileSync(file, composed);
  else if (readFileSync(file, 'utf8') !== composed) throw fault('STALE_SUPERGRAPH');
}

if (import.meta.main) {
  try {
    main();
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof CodedError ? thrown.message : String(thrown)}\n`);
    process.exitCode = 1;
  }
}
