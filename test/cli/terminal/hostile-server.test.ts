/** What a server answers stays what it is, a text: no command line lets it move the cursor, set the clipboard or fill the terminal. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oneLine } from '../../../cli/terminal/one-line.ts';
import { terminalText } from '../../../cli/terminal/terminal-text.ts';
import { sigap } from '../../support/sigap.ts';

/** Sets the clipboard, clears the screen, goes up a line, turns the line around; in eight bits as well. */
const EVIL = 'a\u001b]52;c;cm0=\u0007\u001b[2J\u009b1A\u202eb\rc\u{e0001}';
const MOVING = /(?!\n)[\p{Cc}\p{Cf}]/u;

let server: Server;
let folder: string;
let token: string;
let url: string;
let answer: { status: number; body: unknown; endless?: boolean };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  token = join(folder, 'token');
  writeFileSync(token, 'a-token', { mode: 0o600 });
  server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json', etag: '"1"' });
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    if (answer.endless !== true) return void response.end(text);
    const more = (): void => {
      while (!response.destroyed && response.write(text));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => void (answer = { status: 200, body: {} }));

/** What reaches the terminal, whichever way. */
async function shown(...words: string[]): Promise<string> {
  const { out, err } = await sigap(words);
  return out + err;
}
const registry = (...words: string[]) => shown(...words, '--registry', url);
const long = EVIL.repeat(100_000);

describe('a refusal', () => {
  it.each([
    ['client init', ['client', 'init', '--folder', 'never', '--url']],
    ['explain', ['explain', 'schema/operations/coverage-by-district.graphql', '--token-file', 'TOKEN', '--url']],
    ['lint', ['lint']],
  ])('is one short line in %s', async (name, words) => {
    answer = { status: 502, body: { errors: [{ message: long, extensions: { code: EVIL } }] } };
    if (name === 'client init') answer.body = long;
    const text = await shown(...words.map((word) => (word === 'TOKEN' ? token : word)), `${url}/graphql`);
    if (name !== 'lint') expect(text).toContain('a\\u001b]52');
    expect(text).not.toMatch(MOVING);
    expect(text.length).toBeLessThan(2_000);
  });

  it('of the registry is shown without what moves a cursor', async () => {
    answer = { status: 409, body: { code: EVIL, message: long } };
    const text = await registry('subgraph', 'list');
    expect(text).toMatch(/^REGISTRY_REFUSED: .*a\\u001b\]52/);
    expect(text).not.toMatch(MOVING);
    expect(text.length).toBeLessThan(100_000);
  });
});

describe('an answer of the registry', () => {
  it('is a table with short cells', async () => {
    answer.body = [{ name: long, owner: EVIL, quarantined: false, openApprovals: 0 }];
    const text = await registry('subgraph', 'list');
    expect(text).toContain('a\\u001b]52');
    expect(text).not.toMatch(MOVING);
    expect(text.length).toBeLessThan(10_000);
  });

  it('is a line for each change', async () => {
    answer.body = { subgraphs: [{ name: EVIL }], changes: [{ criticality: 'BREAKING', message: `${EVIL}\n${long}` }] };
    const text = await registry('supergraph', 'diff', '1', '2');
    expect(text).not.toMatch(MOVING);
    expect(text.split('\n')).toHaveLength(3);
  });

  it('is the same as JSON, with escapes', async () => {
    answer.body = [{ name: EVIL }];
    const text = await registry('subgraph', 'list', '--json');
    expect(JSON.parse(text)).toEqual(answer.body);
  });

  it('is SDL as it came where it is led into a file', async () => {
    answer.body = '"a\u200db" type Query { a: Int }\n';
    expect(await registry('supergraph', 'fetch')).toBe(answer.body);
  });
});

describe('an answer without an end', () => {
  it.each([
    ['client init', ['client', 'init', '--folder', 'never', '--url'], 'CLIENT_SCHEMA'],
    ['lint', ['lint'], 'SIGAP_SDL'],
  ])('is given up in %s', async (_, words, code) => {
    answer = { status: 200, body: 'x'.repeat(1_000_000), endless: true };
    const text = await shown(...words, `${url}/graphql`);
    expect(text).toMatch(new RegExp(`^${code}: .*expected at most \\d+ bytes, got more\n$`));
  });

  it('is given up in the registry', async () => {
    answer = { status: 200, body: 'x'.repeat(1_000_000), endless: true };
    expect(await registry('supergraph', 'fetch')).toMatch(
      /^REGISTRY_UNREACHABLE: .*expected at most \d+ bytes, got more\n$/,
    );
  });
});

describe('a text for a terminal', () => {
  it('keeps lines, tabs and the colours of a report, and nothing else that a terminal acts on', () => {
    const painted = '\u001b[31merror\u001b[39m\tA.b\n';
    expect(terminalText(painted)).toBe(painted);
    for (const sequence of ['\u001b[8m', '\u001b[38;5;0m', '\u001b]0;x\u0007', '\u009b2J', '\u2028', '\u202e', '\r'])
      expect(terminalText(sequence)).not.toMatch(/[\u001b\u009b\u0007\u2028\u202e\r]/);
  });

  it('shows an emoji whole, and a character beyond the first plane as JSON escapes it', () => {
    expect(terminalText('😀')).toBe('😀');
    expect(JSON.parse(terminalText(JSON.stringify('\u{e0001}')))).toBe('\u{e0001}');
  });

  it('is one line where it is a piece of one, and says that it is cut', () => {
    expect(oneLine('a\n\u001b[31mb', 9)).toBe('a \\u001b[…');
    expect(oneLine('a  b', 4)).toBe('a  b');
  });
});
