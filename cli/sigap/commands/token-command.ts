/** `sigap token`: tokens of the registry, made and revoked by an operator. */
import type { Command } from 'commander';
import { commaSeparated } from '../../../base/settings.ts';
import { jsonOfRegistry } from '../registry/ask-registry.ts';
import { registryAccess, type RegistryWords } from '../registry/registry-access.ts';
import { tableText } from '../table.ts';
import { withExamples, withRegistry, type Finish } from './words.ts';

interface Token {
  readonly id: string;
  readonly agency: string;
  readonly label: string;
  readonly subgraphs: readonly string[];
  readonly rights: readonly string[];
  readonly madeAt: string;
  readonly expires?: string;
  readonly revokedAt?: string;
}

interface MakeWords extends RegistryWords {
  readonly subgraphs: string;
  readonly rights: string;
  readonly label?: string;
  readonly days?: string;
}

/** Adds the commands. */
export function addToken(program: Command, finish: Finish): void {
  const group = program.command('token').description('tokens of the registry, as an operator');
  addMake(group, finish);
  addListAndRevoke(group, finish);
}

function addMake(group: Command, finish: Finish): void {
  const make = withRegistry(group.command('make'))
    .description('makes a token for an agency; it is shown this once')
    .argument('<agency>', "the agency's code: DINKES")
    .option('--subgraphs <names>', 'what it may publish, with commas; * for all of its agency', '')
    .option('--rights <rights>', 'of publish, approve, operate, read, usage, with commas', 'publish,approve,read')
    .option('--label <text>', 'what it is for')
    .option('--days <number>', 'when it expires; never when left out')
    .action(async (agency: string, words: MakeWords) => {
      const { label, days } = words;
      const made = await jsonOfRegistry<Token & { token: string }>(registryAccess(words), {
        method: 'POST',
        path: '/v1/tokens',
        body: {
          agency,
          label,
          subgraphs: commaSeparated(words.subgraphs),
          rights: commaSeparated(words.rights),
          ...(days !== undefined && { days: Number(days) }),
        },
      });
      // The token alone, so that it can be led into a file.
      finish({ json: made, text: made.token, isExact: true });
    });
  withExamples(make, 'umask 077; sigap token make DINKES --subgraphs health > health-token');
}

function addListAndRevoke(group: Command, finish: Finish): void {
  const list = withRegistry(group.command('list'))
    .description('all tokens, without the tokens')
    .action(async (words: RegistryWords) => {
      const path = '/v1/tokens';
      const all = await jsonOfRegistry<readonly Token[]>(registryAccess(words), { method: 'GET', path });
      finish({ json: all, text: tokensText(all) });
    });
  withExamples(list, 'sigap token list');
  const revoke = withRegistry(group.command('revoke'))
    .description('revokes a token at once')
    .argument('<id>', 'of the list')
    .action(async (id: string, words: RegistryWords) => {
      const path = `/v1/tokens/${encodeURIComponent(id)}`;
      const token = await jsonOfRegistry<Token>(registryAccess(words), { method: 'DELETE', path });
      finish({ json: token, text: `revoked: ${token.label === '' ? token.agency : token.label}` });
    });
  withExamples(revoke, 'sigap token revoke 3f9c…');
}

function tokensText(all: readonly Token[]): string {
  return tableText(
    ['id', 'agency', 'subgraphs', 'rights', 'label', 'expires', 'revoked'],
    all.map(({ id, agency, subgraphs, rights, label, expires, revokedAt }) => [
      id,
      agency,
      subgraphs.join(' '),
      rights.join(' '),
      label,
      expires?.slice(0, 10) ?? null,
      revokedAt?.slice(0, 10) ?? null,
    ]),
    'there is none',
  );
}
