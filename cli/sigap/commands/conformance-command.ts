/** `sigap conformance`: what a gateway can rely on, asked of a running subgraph. */
import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { reasonOf } from '../../../base/errors.ts';
import { commaSeparated } from '../../../base/settings.ts';
import { sigapFault } from '../errors.ts';
import { EXIT } from '../outcome.ts';
import { readSdl } from '../read-sdl.ts';
import { withExamples, type Finish } from './words.ts';

interface ConformanceWords {
  readonly name: string;
  readonly schema?: string;
  readonly claimsKeyFile: string;
  readonly only?: string;
  readonly agency?: string;
  readonly introspection: 'on' | 'off';
  readonly still?: boolean;
  readonly example?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

/** Adds the command. */
export function addConformance(program: Command, finish: Finish): void {
  const command = program
    .command('conformance')
    .description(
      'asks a running subgraph what a gateway relies on, and what an attacker would; it changes nothing there',
    )
    .argument('<url>', 'of its GraphQL endpoint')
    .requiredOption('--name <name>', 'of the subgraph')
    .requiredOption('--claims-key-file <file>', 'a file with its key, the value of its CLAIMS_KEYS')
    .option('--schema <place>', 'its published SDL, which it must serve; without it what it serves is taken')
    .option('--only <cases>', 'names of cases, with commas')
    .option('--agency <code>', 'an agency that may see some of its persons but not all')
    .option('--example <Type=key>', 'an entity that exists, its key as JSON; again for more', withExample)
    .option(
      '--still',
      'its records have not changed since the last month ended, so exact counts are of the same people',
    )
    .addOption(
      new Option('--introspection <on|off>', 'whether its schema may be read; off in production')
        .choices(['on', 'off'])
        .default('off'),
    )
    .action(async (url: string, words: ConformanceWords) => finish(await asked(url, words)));
  withExamples(
    command,
    'sigap conformance http://127.0.0.1:4006/graphql --name health --claims-key-file claims-key --schema schema.graphql',
    `sigap conformance https://health.example/graphql --name health --claims-key-file claims-key --agency DINKES --example 'District={"code":"32.75.01"}'`,
  );
}

async function asked(url: string, words: ConformanceWords): Promise<Parameters<Finish>[0]> {
  const { runConformance } = await import('../../../schema/registry/conformance/run-conformance.ts');
  const { scorecard } = await import('../../../schema/registry/conformance/scorecard.ts');
  const { name, schema, only, agency, example, still, introspection } = words;
  const results = await Array.fromAsync(
    runConformance({
      url,
      name,
      claimsKey: readKey(words.claimsKeyFile),
      ...(schema !== undefined && { sdl: await readSdl(schema) }),
      options: {
        ...(only !== undefined && { only: commaSeparated(only) }),
        ...{ agency, examples: example, still, introspection },
      },
    }),
  );
  const isFailed = results.some(({ outcome }) => outcome === 'failed');
  return { json: { name, results }, text: scorecard(name, results), exit: isFailed ? EXIT.failed : undefined };
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (thrown) {
    throw sigapFault('SIGAP_USAGE', `--claims-key-file: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

/** @param text `District={"code":"32.75.01"}` @throws CodedError SIGAP_USAGE */
function withExample(text: string, before: ConformanceWords['example'] = {}): ConformanceWords['example'] {
  const [, type, json] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  const key = objectIn(json);
  if (type === undefined || key === undefined)
    throw sigapFault('SIGAP_USAGE', '--example: expected the name of a type, = and its key as JSON');
  return { ...before, [type]: [...(before[type] ?? []), key] };
}

function objectIn(json = ''): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(json);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : undefined;
  } catch {
    return undefined;
  }
}
