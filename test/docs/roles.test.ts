/** docs/identity.md lists the roles that the roles file has, each with its title. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface RolesFile {
  readonly roles: Readonly<Record<string, { readonly title: string }>>;
}

const { roles } = JSON.parse(readFileSync('gateway/guard/identity/roles.json', 'utf8')) as RolesFile;

it('identity.md lists each role of the roles file with its title, and no other', () => {
  const [, section] = readFileSync('docs/identity.md', 'utf8').split('## Roles\n');
  const rows = section!
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows).toEqual(Object.entries(roles).map(([name, { title }]) => `| \`${name}\` | ${title} |`));
});
