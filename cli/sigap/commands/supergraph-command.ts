/** `sigap supergraph`: what is served, what was, and going back to it. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Outcome } from '../outcome.ts';
import { askRegistry, jsonOfRegistry } from '../registry/ask-registry.ts';
import { operate, type OperateWords, type Supergraph } from '../registry/operate.ts';
import { registryAccess, type RegistryWords } from '../registry/registry-access.ts';
import { oneLine } from '../../terminal/one-line.ts';
import { tableText } from '../table.ts';
import { withExamples, withRegistry, withWhy, type Finish } from './words.ts';

/** Adds the commands. */
export function addSupergraph(program: Command, finish: Finish): void {
  const group = program.command('supergraph').description('what gateways are served, its history, and going back');
  addFetch(group, finish);
  addHistory(group, finish);
  addChanges(group, finish);
}

function addFetch(group: Command, finish: Finish): void {
  const fetching = withRegistry(group.command('fetch'))
    .description('prints the supergraph that is served now, or writes it')
    .option('--variant <name>', 'of a contract: public')
    .option('--out <file>', 'where it is written; printed when left out')
    .action(async (words: RegistryWords & { variant?: string; out?: string }) => {
      const { variant, out } = words;
      const { text, headers } = await askRegistry(registryAccess(words), {
        method: 'GET',
        path: '/v1/supergraph',
        query: { variant },
      });
      if (out !== undefined) writeFileSync(out, text);
      const hash = headers.get('etag')?.replaceAll('"', '') ?? '';
      const signature = headers.get('x-supergraph-signature');
      finish({
        json: { hash, signature, file: out, supergraph: out === undefined ? text : undefined },
        text: out === undefined ? text : `${out}: ${hash}`,
        isExact: out === undefined,
      });
    });
  withExamples(fetching, 'sigap supergraph fetch --out supergraph.graphql', 'sigap supergraph fetch --variant public');
}

function addHistory(group: Command, finish: Finish): void {
  const history = withRegistry(group.command('history'))
    .description('every supergraph, the newest first: what made it, who, when and why')
    .option('--limit <number>', 'how many at most', '20')
    .action(async (words: RegistryWords & { limit: string }) => {
      const path = '/v1/supergraphs';
      const all = await jsonOfRegistry<readonly Supergraph[]>(registryAccess(words), {
        method: 'GET',
        path,
        query: { limit: words.limit },
      });
      finish({ json: all, text: historyText(all) });
    });
  withExamples(history, 'sigap supergraph history', 'sigap supergraph history --limit 5 --json');
  const diff = withRegistry(group.command('diff'))
    .description('what clients can ask on the second that they could not on the first, and the other way round')
    .argument('<a>', 'number of a supergraph')
    .argument('<b>', 'number of another')
    .action(async (a: string, b: string, words: RegistryWords) => {
      const path = `/v1/supergraphs/${encodeURIComponent(a)}/diff/${encodeURIComponent(b)}`;
      finish(diffOutcome(await jsonOfRegistry(registryAccess(words), { method: 'GET', path })));
    });
  withExamples(diff, 'sigap supergraph diff 3 4');
}

function addChanges(group: Command, finish: Finish): void {
  const pin = withWhy(withRegistry(group.command('pin')))
    .description('serves this supergraph, whatever is published, until it is unpinned')
    .argument('<number>', 'of the history')
    .action(async (number: string, words: OperateWords) =>
      finish(await operate(words, `/v1/supergraphs/${encodeURIComponent(number)}/pin`)),
    );
  withExamples(pin, 'sigap supergraph pin 12 --why "The version after it is slow"');
  const unpin = withWhy(withRegistry(group.command('unpin')))
    .description('serves what is published again')
    .action(async (words: OperateWords) => finish(await operate(words, '/v1/supergraph/unpin')));
  withExamples(unpin, 'sigap supergraph unpin --why "It is mended"');
  const rollback = withWhy(withRegistry(group.command('rollback')))
    .description('goes back to the supergraph before; again: to the one before that')
    .action(async (words: OperateWords) => finish(await operate(words, '/v1/supergraph/rollback')));
  withExamples(rollback, 'sigap supergraph rollback --why "Dashboards show nothing"');
}

function historyText(all: readonly Supergraph[]): string {
  return tableText(
    ['number', 'at', 'by', 'cause', 'subgraphs', 'hash', 'why'],
    all.map(({ number, at, by, cause, hash, why }) => [
      String(number),
      at.slice(0, 19),
      by,
      cause.kind,
      cause.subgraphs.join(' '),
      hash.slice(0, 8),
      why,
    ]),
    'nothing is published yet',
  );
}

function diffOutcome(diff: SchemaDiff): Outcome {
  const { subgraphs, changes } = diff;
  const versions = subgraphs.map(
    ({ name, before, after }) => `${oneLine(name)}: ${before ?? 'none'} -> ${after ?? 'none'}`,
  );
  const words = changes.map(({ criticality, message }) => `${oneLine(criticality).padEnd(12)} ${oneLine(message)}`);
  return { json: diff, text: [...versions, ...(words.length === 0 ? ['clients see the same'] : words)].join('\n') };
}

interface SchemaDiff {
  readonly subgraphs: readonly { readonly name: string; readonly before?: number; readonly after?: number }[];
  readonly changes: readonly { readonly criticality: string; readonly message: string }[];
}
