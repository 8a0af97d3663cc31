/** `sigap conformance`: what a gateway can rely on, asked of a running subgraph. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
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
    .action(async (url: string, words: ConformanceWords) => {
      const { runConformance } = await import('../../../schema/registry/conformance/run-conformance.ts');
      const { scorecard } = await import('../../../schema/registry/conformance/scorecard.ts');
      const { name, schema, only } = words;
      const results = await Array.fromAsync(
        runConformance({
          url,
          name,
          claimsKey: readKey(words.claimsKeyFile),
          ...(schema !== undefined && { sdl: await readSdl(schema) }),
          ...(only !== undefined && { options: { only: commaSeparated(only) } }),
        }),
      );
      const isFailed = results.some(({ outcome }) => outcome === 'failed');
      finish({ json: { name, results }, text: scorecard(name, results), exit: isFailed ? EXIT.failed : undefined });
    });
  withExamples(
    command,
    'sigap conformance http://127.0.0.1:4006/graphql --name health --claims-key-file claims-key --schema schema.graphql',
  );
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (thrown) {
    throw sigapFault('SIGAP_USAGE', `--claims-key-file: ${reasonOf(thrown)}`, { cause: thrown });
  }
}
