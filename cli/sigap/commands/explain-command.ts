/** `sigap explain`: why the answer of an operation is as it is. */
import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { reasonOf } from '../../../base/errors.ts';
import { graphAccess } from '../../graph/graph-access.ts';
import { sigapFault } from '../errors.ts';
import { askExplained } from '../explain/ask-explained.ts';
import { explanationText } from '../explain/explanation-text.ts';
import type { Outcome } from '../outcome.ts';
import { withExamples, type Finish } from './words.ts';

interface ExplainWords {
  readonly url: string;
  readonly tokenFile?: string;
  readonly role: string;
  readonly variables?: string;
  readonly operation?: string;
  readonly purpose?: string;
}

/** Adds the command. */
export function addExplain(program: Command, finish: Finish): void {
  const command = program
    .command('explain')
    .description(
      'runs an operation and says why its answer is as it is: each null, masked and perturbed value, each fetch, the cost by field; no value is printed',
    )
    .argument('<file>', 'a GraphQL document; - for what comes in')
    .option('--variables <json>', 'the variables, as JSON or as the name of a file with it')
    .option('--operation <name>', 'which operation of the document, where it has several')
    .option('--purpose <name>', 'why personal data are read: VERIFICATION')
    .addOption(new Option('--url <url>', 'the graph').env('GRAPH').default('http://127.0.0.1:4000/graphql'))
    .addOption(
      new Option(
        '--token-file <file>',
        'a file with your token, that only you may read; beside npm start one for the role is taken',
      ).env('TOKEN_FILE'),
    )
    .option('--role <name>', 'beside npm start: as which role to ask', 'operator')
    .action(async (file: string, words: ExplainWords) => finish(await explained(file, words)));
  withExamples(
    command,
    'sigap explain schema/operations/coverage-by-district.graphql',
    `sigap explain worker.graphql --variables '{"id":"w-1"}' --role auditor --purpose AUDIT`,
    'sigap explain question.graphql --variables variables.json --url https://graph.example/graphql --token-file token --json',
  );
}

async function explained(file: string, words: ExplainWords): Promise<Outcome> {
  const { url, tokenFile, role, operation, purpose } = words;
  const document = read(file === '-' ? 0 : file, file);
  const variables = words.variables === undefined ? undefined : variablesOf(words.variables);
  const access = await graphAccess({ graph: url, tokenFile, role });
  const explanation = await askExplained({ document, operation, variables }, { ...access, purpose });
  return { json: explanation, text: explanationText(explanation) };
}

/** @throws CodedError SIGAP_USAGE */
function read(place: string | number, name: string): string {
  try {
    return readFileSync(place, 'utf8');
  } catch (thrown) {
    throw sigapFault('SIGAP_USAGE', `${name}: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

/** The message repeats nothing of them: a NIK may be among them. @throws CodedError SIGAP_USAGE */
function variablesOf(words: string): Readonly<Record<string, unknown>> {
  const text = words.trimStart().startsWith('{') ? words : read(words, '--variables');
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    found = undefined;
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    throw sigapFault('SIGAP_USAGE', '--variables: expected an object as JSON, or the name of a file with one');
  return found as Readonly<Record<string, unknown>>;
}
