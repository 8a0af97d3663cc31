/** What the pages and the comments of code name is there: files, folders and commands. And no table is a page of its own. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The CHANGELOG tells of the past, so it may name what is gone. */
const pages = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((page) => page !== 'CHANGELOG.md');
const tree = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .trim()
  .split('\n');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** A name with an ending that files of this tree have, or a folder's with its slash; no options, globs and placeholders. */
const FILE = /^(?:[\w.@-]+\/)*[\w.@-]+\.(?:tsx?|mjs|js|json|graphql|md|yml|geojson)$|^(?:[\w.-]+\/)+$/;
/** Files that a user, a browser or a run writes. */
const WRITTEN =
  /^(?:\.data|web\/dist|keys|KEYS_FOLDER|clients|coverage|node_modules|dist|assets|graph|generated)\/|^(?:roles|jwks|keys|explorer\/config)\.json$|^schema\.graphql$/;

/** A path from the root, in backticks or not. */
const ROOTED =
  /(?<![\w./@-])(?:base|bench|cli|docs|gateway|schema|store|subgraphs|test|web)\/(?:[\w.-]+\/)*[\w.-]+\.(?:tsx?|mjs|json|graphql|md)\b/g;

/** What a comment says: its lines, or what follows code on a line. */
const COMMENT = /^\s*(?:\/\*\*?|\*|\/\/)(.*)$|\s\/\/\s(.*)$/gm;
/** A path with a folder, in backticks or not, as comments name files. An address, a glob and a placeholder are none. */
const IN_COMMENT =
  /(?<![\w./@:$<>{}*-])(?:\.{1,2}\/)*(?:[\w.-]+\/)+[\w.-]+\.(?:tsx?|mjs|js|json|graphql|md|yml|geojson)\b(?![/*])/g;
/** Of MongoDB's sources. */
const ELSEWHERE = new Set(['error_codes.yml']);

const named = (text: string): string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, inside]) => inside!.split(/\s+/))
    .filter((word) => FILE.test(word) && !WRITTEN.test(word));

/** From the root, from the file, or in the room that it is about: pages of docs/ and of the root, and code of bench/ and test/, are about all. */
function isThere(name: string, page: string): boolean {
  if ([name, join(dirname(page), name)].some((path) => existsSync(path))) return true;
  const top = page.split('/')[0]!;
  const room = top === page || top === 'docs' || /^(?:bench|test)\/.*\.tsx?$/.test(page) ? '' : `${top}/`;
  const path = `/${normalize(name)}`;
  return tree.some(
    (file) => file.startsWith(room) && (name.endsWith('/') ? `/${file}`.includes(path) : `/${file}`.endsWith(path)),
  );
}

describe.each(pages)('%s', (page) => {
  const text = readFileSync(page, 'utf8');

  it('names only files that exist', () => {
    expect(named(text).filter((name) => !isThere(name, page))).toEqual([]);
    expect([...text.matchAll(ROOTED)].map(([path]) => path).filter((path) => !existsSync(path))).toEqual([]);
  });

  it('names only commands that package.json has', () => {
    expect(
      [...text.matchAll(/npm run (?:--silent |-s )?([\w:-]+)/g)]
        .map((match) => match[1]!)
        .filter((name) => scripts[name] === undefined),
    ).toEqual([]);
  });

  it('has no cell of a table with more than a hundred words, names in code aside', () => {
    const cells = text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .flatMap((line) => line.split(/(?<!\\)\|/));
    expect(cells.filter((cell) => cell.replaceAll(/`[^`]*`/g, '').split(/\s+/).length > 100)).toEqual([]);
  });
});

it('names only files that exist in the comments of code', () => {
  const files = tree.filter((file) => /\.(?:tsx?|mjs|js)$/.test(file) && existsSync(file));
  const stale = files.flatMap((file) => {
    const comments = [...readFileSync(file, 'utf8').matchAll(COMMENT)]
      .map(([, line, trailing]) => line ?? trailing)
      .join('\n');
    return [...new Set([...[...comments.matchAll(IN_COMMENT)].map(([path]) => path), ...named(comments)])]
      .filter((name) => !name.endsWith('/') && !WRITTEN.test(name) && !ELSEWHERE.has(name) && !isThere(name, file))
      .map((name) => `${file}: ${name}`);
  });
  expect(files.length).toBeGreaterThan(500);
  expect(stale).toEqual([]);
});
