/** `sigap usage`: who uses a field, and what nobody uses. */
import type { Command } from 'commander';
import { jsonOfRegistry } from '../registry/ask-registry.ts';
import { registryAccess, type RegistryWords } from '../registry/registry-access.ts';
import { tableText } from '../table.ts';
import type { Outcome } from '../outcome.ts';
import { withExamples, withRegistry, type Finish } from './words.ts';

interface Client {
  readonly name: string | null;
  readonly version: string | null;
  readonly count: number;
}

interface UsedOperation {
  readonly hash: string;
  /** Its name, or the fields that it begins with. */
  readonly title: string;
  readonly name: string | null;
  readonly count: number;
  readonly lastDay: string;
  readonly clients: readonly Client[];
  readonly errors: readonly { readonly code: string; readonly count: number }[];
}

interface Usage {
  readonly since: string | null;
  readonly operations: readonly UsedOperation[];
  /** Runs of which the operation is not known. */
  readonly others: number;
  /** Of a coordinate alone: whether the graph has it. */
  readonly known?: boolean;
}

interface Unused {
  readonly since: string | null;
  readonly unused: readonly string[];
  readonly of: number;
  readonly others: number;
}

interface UsageWords extends RegistryWords {
  readonly days: string;
  readonly unused: boolean;
}

/** Adds the command. */
export function addUsage(program: Command, finish: Finish): void {
  const command = withRegistry(program.command('usage'))
    .description('who has used a field, argument or enum value in the last days, and what nobody has')
    .argument('[coordinate]', 'Worker.nik, Query.workers.first, Status.EXITED; every operation when left out')
    .option('--days <number>', 'how many, today the last; 400 at most', '30')
    .option('--unused', 'what nobody has used', false)
    .action(async (coordinate: string | undefined, words: UsageWords) =>
      finish(words.unused ? await unused(words) : await used(coordinate, words)),
    );
  withExamples(command, 'sigap usage Worker.nik', 'sigap usage --days 400', 'sigap usage --unused --json');
}

async function used(coordinate: string | undefined, words: UsageWords): Promise<Outcome> {
  const query = { coordinate, days: words.days };
  const usage = await jsonOfRegistry<Usage>(registryAccess(words), { method: 'GET', path: '/v1/usage', query });
  const { operations, since, others, known } = usage;
  const rows = operations.map(({ title, count, lastDay, clients, errors }) => [
    title,
    String(count),
    lastDay,
    clients.map(clientText).join(', '),
    errors.map((error) => `${error.code} ${error.count}`).join(', '),
  ]);
  const table = tableText(['operation', 'runs', 'last day', 'clients', 'errors'], rows, 'nobody has asked it');
  const unknown = known === false ? [`the graph that is served has no ${coordinate}`] : [];
  return { json: usage, text: [...unknown, table, basis(since, others)].join('\n') };
}

const clientText = ({ name, version, count }: Client): string =>
  `${name ?? 'without a name'}${version === null ? '' : ` ${version}`} (${count})`;

async function unused(words: UsageWords): Promise<Outcome> {
  const path = '/v1/usage/unused';
  const query = { days: words.days };
  const found = await jsonOfRegistry<Unused>(registryAccess(words), { method: 'GET', path, query });
  const { since, unused: all, of, others } = found;
  return { json: found, text: [...all, `${all.length} of ${of} are not used`, basis(since, others)].join('\n') };
}

/** What the counts rest on: with no report yet nothing is used, which says nothing. */
function basis(since: string | null, others: number): string {
  if (since === null) return 'no gateway has reported in these days';
  return `counted since ${since}${others === 0 ? '' : `; ${others} runs of operations that are not known`}`;
}
