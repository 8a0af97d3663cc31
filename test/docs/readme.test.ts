import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const readme = readFileSync('README.md', 'utf8');

it('asks in the README what npm start prints', () => {
  const asked = /-d '(\{.*\})'/.exec(readme)![1]!;
  const { query } = JSON.parse(asked) as { query: string };
  expect(readFileSync('start.ts', 'utf8')).toContain(`query: '${query}'`);
});

it('links only to files that exist', () => {
  const links = [...readme.matchAll(/\]\(([^)h][^)]*)\)/g)].map((match) => match[1]!);
  expect(links.length).toBeGreaterThan(5);
  for (const link of links) expect(() => readFileSync(link, 'utf8'), link).not.toThrow(/ENOENT/);
});
