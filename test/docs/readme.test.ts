import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const readme = readFileSync('README.md', 'utf8');

it('asks in the README what npm start prints', () => {
  const asked = /-d '(\{.*\})'/.exec(readme)![1]!;
  const { query } = JSON.parse(asked) as { query: string };
  expect(readFileSync('start.ts', 'utf8')).toContain(`'${query}'`);
});

it('links only to files that exist', () => {
  const links = [...readme.matchAll(/\]\(([^)h][^)]*)\)/g)].map((match) => match[1]!);
  expect(links.length).toBeGreaterThan(5);
  for (const link of links) {
    const [file = '', heading] = link.split('#');
    const lines = (read: string): string[] =>
      readFileSync(read, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('#'));
    expect(() => readFileSync(file, 'utf8'), link).not.toThrow(/ENOENT/);
    if (heading !== undefined)
      expect(
        lines(file).map((line) =>
          line
            .replace(/^#+ /, '')
            .toLowerCase()
            .replace(/[^\w -]/g, '')
            .replaceAll(' ', '-'),
        ),
        link,
      ).toContain(heading);
  }
});
