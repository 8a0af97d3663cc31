/** `sigap client`: what a dashboard starts from. */
import { Option, type Command } from 'commander';
import { readTokenFile } from '../../access/read-token-file.ts';
import { safeAddress } from '../../access/safe-address.ts';
import type { Credential } from '../../client/template/credential.ts';
import { writeClient } from '../../client/write-client.ts';
import { sigapFault } from '../errors.ts';
import { withExamples, type Finish } from './words.ts';

interface ClientWords {
  readonly url: string;
  readonly tokenFile?: string;
  readonly folder: string;
  readonly again: boolean;
}

/** What API keys begin with, and tokens of no issuer do. */
const API_KEY = 'sgk_';

/** Adds the command. */
export function addClient(program: Command, finish: Finish): void {
  const client = program.command('client').description('what a dashboard or another client starts from');
  const init = client
    .command('init')
    .description(
      'writes a folder into your project: the schema as you may use it, code generation, caches of Apollo Client and urql, a typed fetch, how figures are shown, and a first chart',
    )
    .addOption(new Option('--url <url>', 'the graph').env('GRAPH').default('http://127.0.0.1:4000/graphql'))
    .addOption(
      new Option(
        '--token-file <file>',
        'a file with your token or API key, that only you may read; without one the schema is what the public may use',
      ).env('TOKEN_FILE'),
    )
    .option('--folder <folder>', 'where the files go', 'graph')
    .option('--again', 'writes files anew that are there', false)
    .action(async ({ url, tokenFile, folder, again }: ClientWords) => {
      const refuse = (why: string) => sigapFault('SIGAP_USAGE', why);
      const files = await writeClient({
        url: safeAddress(url, 'https://graph.example/graphql', refuse),
        credential: tokenFile === undefined ? {} : credentialOf(readTokenFile(tokenFile, refuse)),
        folder,
        again,
      });
      finish({ json: { folder, files }, text: `${files.length} files in ${folder}; its README.md goes on from here` });
    });
  withExamples(
    init,
    'npm run --silent sigap -- client init --folder ../dashboard/graph',
    'sigap client init --url https://graph.example/graphql --token-file token --folder ../dashboard/graph --again',
  );
}

const credentialOf = (text: string): Credential => (text.startsWith(API_KEY) ? { apiKey: text } : { token: text });
