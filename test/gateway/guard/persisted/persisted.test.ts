import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildManifest, hashOf, manifestOf, readManifest } from '../../../../gateway/guard/persisted/manifest.ts';
import { manifestCommand } from '../../../../gateway/guard/persisted/manifest-command.ts';
import {
  persistedOperations,
  type OperationRequest,
  type PersistedMode,
} from '../../../../gateway/guard/persisted/persisted-operations.ts';
import { watchManifest } from '../../../../gateway/guard/persisted/watch-manifest.ts';

const texts = new Map([
  ['a.graphql', 'query Page { city { ...C } }'],
  ['b.graphql', '# twice\nquery Two { a }\nfragment C on City { name }'],
]);
const file = buildManifest(texts);
const page = file.operations.find(({ name }) => name === 'Page')!;
const anybody = { scopes: new Set<string>() };
const analyst = { scopes: new Set(['operation:any']) };

function setUp(mode: PersistedMode, automaticBytes = 1_000_000) {
  const resolve = persistedOperations({ mode, manifest: () => manifestOf(file), automaticBytes });
  return (request: OperationRequest, caller = anybody) => {
    try {
      const resolved = resolve(request, caller);
      resolved?.remember?.();
      return resolved?.text;
    } catch (thrown) {
      return (thrown as { code: string }).code;
    }
  };
}
const byHash = (sha256Hash: string, query?: string): OperationRequest => ({
  query,
  extensions: { persistedQuery: { version: 1, sha256Hash } },
});

describe('the manifest', () => {
  it('holds each operation with the fragments it needs, under the hash of its text', () => {
    expect(file.operations.map(({ name, type }) => [name, type])).toEqual([
      ['Page', 'query'],
      ['Two', 'query'],
    ]);
    expect(page.body).toContain('fragment C on City');
    expect(file.operations[1]!.body).not.toContain('fragment');
    expect(page.id).toBe(hashOf(page.body));
  });

  it('is refused, with the place, when a document cannot be in it', () => {
    const refused = (text: string) =>
      expect(() => buildManifest(new Map([...texts, ['c.graphql', text]]))).toThrow(/c\.graphql/);
    refused('query {');
    refused('{ a }');
    refused('query Page { a }');
    refused('fragment C on City { code }');
    refused('query X { a { ... { ...Nowhere } } }');
  });
});

describe('a request that names its operation', () => {
  it('gets it by the id of the manifest, by either spelling', () => {
    for (const mode of ['allowed', 'only'] as const) {
      const text = setUp(mode);
      expect(text(byHash(page.id))).toBe(page.body);
      expect(text({ documentId: page.id })).toBe(page.body);
      expect(text({ documentId: `sha256:${page.id}` })).toBe(page.body);
    }
    expect(setUp('off')(byHash(page.id))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('gets it by an automatic hash once the text has been sent, and a false hash stores nothing', () => {
    const text = setUp('off');
    expect(text(byHash(hashOf('{ x }')))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(text(byHash(hashOf('{ x }'), '{ evil }'))).toBe('PERSISTED_HASH');
    expect(text(byHash(hashOf('{ x }')))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(text(byHash(hashOf('{ x }'), '{ x }'))).toBe('{ x }');
    expect(text(byHash(hashOf('{ x }')))).toBe('{ x }');
  });

  it('with an invalid text does not store it', () => {
    const resolve = persistedOperations({ mode: 'off', automaticBytes: 1_000_000 });
    resolve(byHash(hashOf('nonsense'), 'nonsense'), anybody);
    expect(() => resolve(byHash(hashOf('nonsense')), anybody)).toThrow('PersistedQueryNotFound');
  });

  it('finds automatic hashes within their bound only', () => {
    const text = setUp('off', 20_000);
    for (let i = 0; i < 200; i += 1) text(byHash(hashOf(`{ a${i} }`), `{ a${i} }`));
    expect(text(byHash(hashOf('{ a0 }')))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(text(byHash(hashOf('{ a199 }')))).toBe('{ a199 }');
    const long = `{ ${'a '.repeat(2_000)}}`;
    expect(text(byHash(hashOf(long), long))).toBe(long);
    expect(text(byHash(hashOf(long)))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(text(byHash(hashOf('{ a199 }')))).toBe('{ a199 }');
  });

  it('is refused with a code when automatic hashes are off', () => {
    const text = setUp('off', 0);
    expect(text(byHash('x'))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    expect(text(byHash('x', '{ a }'))).toBe('{ a }');
  });

  it('in another form is refused', () => {
    const text = setUp('allowed');
    for (const persistedQuery of [
      1,
      'x',
      {},
      { version: 2, sha256Hash: 'a' },
      { version: 1 },
      { version: 1, sha256Hash: 1 },
      { version: 1, sha256Hash: 'x'.repeat(300) },
    ]) {
      expect(text({ extensions: { persistedQuery } })).toBe('PERSISTED_HASH');
    }
    expect(text({ documentId: 7 })).toBe('PERSISTED_HASH');
    for (const hash of ['', 'abc', hashOf('{ a }').slice(1), hashOf('{ a }').toUpperCase(), `${hashOf('{ a }')}0`])
      for (const mode of ['off', 'allowed', 'only'] as const) expect(setUp(mode)(byHash(hash))).toBe('PERSISTED_HASH');
    expect(text({ documentId: '__proto__' })).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(text({})).toBeUndefined();
  });
});

describe('where only the manifest is answered', () => {
  const text = setUp('only');

  it('another text is refused, however it is sent, and stores nothing', () => {
    expect(text({ query: '{ secret }' })).toBe('OPERATION_NOT_LISTED');
    expect(text(byHash(hashOf('{ secret }'), '{ secret }'))).toBe('OPERATION_NOT_LISTED');
    expect(text(byHash(page.id.toUpperCase(), '{ secret }'))).toBe('OPERATION_NOT_LISTED');
    expect(text(byHash(hashOf('{ secret }')))).toBe('PERSISTED_QUERY_NOT_FOUND');
    // An id that is not there never will be: nothing is to be sent in its place.
    for (const documentId of [hashOf('{ secret }'), `sha256:${hashOf('{ secret }')}`, 'nonesuch', '__proto__'])
      expect(text({ documentId })).toBe('OPERATION_NOT_LISTED');
    expect(text({ query: `${page.body} query Other { secret }` })).toBe('OPERATION_NOT_LISTED');
    expect(text({ query: '"""' })).toBe('OPERATION_NOT_LISTED');
    expect(text({ query: ' '.repeat(500_000) + page.body })).toBe('OPERATION_NOT_LISTED');
  });

  it('a listed text is answered, whatever its white space and comments', () => {
    expect(text({ query: page.body })).toBe(page.body);
    const dense = page.body.replace(/\s+/g, ' ');
    expect(text({ query: `# mine\n${dense}` })).toBe(`# mine\n${dense}`);
  });

  it('an id takes precedence over a text that is sent with it', () => {
    expect(text(byHash(page.id, '{ secret }'))).toBe(page.body);
  });

  it('a role with the scope for it may send any operation', () => {
    expect(text({ query: '{ secret }' }, analyst)).toBe('{ secret }');
  });
});

describe('the manifest file', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'manifest-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const out = () => join(folder, 'out/manifest.json');
  const command = async (...words: string[]) => {
    const lines: string[] = [];
    await manifestCommand(words, (line) => lines.push(line));
    return lines.join('\n');
  };

  it('is written from folders and files, and nothing is written when one is invalid', async () => {
    await mkdir(join(folder, 'in/deep'), { recursive: true });
    await writeFile(join(folder, 'in/a.graphql'), 'query A { a { ...F } }');
    await writeFile(join(folder, 'in/deep/f.gql'), 'fragment F on T { b }');
    expect(await command(join(folder, 'in'), '--out', out())).toMatch(/^1 operations from 2 files/);
    const before = await readFile(out(), 'utf8');
    expect((await readManifest(out())).byId(hashOf(JSON.parse(before).operations[0].body))).toContain('fragment F');
    await writeFile(join(folder, 'in/b.graphql'), 'query B {');
    await expect(command(join(folder, 'in'), '--out', out())).rejects.toMatchObject({ code: 'BAD_MANIFEST' });
    await expect(command(join(folder, 'nowhere'), '--out', out())).rejects.toMatchObject({ code: 'BAD_MANIFEST' });
    expect(await readFile(out(), 'utf8')).toBe(before);
  });

  it('is written from the shipped questions', async () => {
    expect(await command('--out', out())).toMatch(/^\d+ operations/);
  });

  it('is written to the path in MANIFEST, for its owner alone, whatever stood there before', async () => {
    await mkdir(join(folder, 'other'));
    await writeFile(join(folder, 'other/m.json.new'), 'broken off', { mode: 0o666 });
    for (const path of ['new/m.json', 'other/m.json']) {
      const lines: string[] = [];
      await manifestCommand([], (line) => lines.push(line), { MANIFEST: join(folder, path) });
      expect(lines.join()).toContain(join(folder, path));
      expect((await stat(join(folder, path))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700);
  });

  it('is read again while a gateway runs, the last good one kept when it becomes invalid', async () => {
    const path = join(folder, 'm.json');
    await writeFile(path, JSON.stringify(file));
    let failures = 0;
    const watched = await watchManifest(path, () => (failures += 1));
    expect(watched.current().size).toBe(2);
    await writeFile(path, '{"format":');
    await expect.poll(() => failures, { timeout: 10_000, interval: 50 }).toBe(1);
    expect(watched.current().size).toBe(2);
    await writeFile(path, JSON.stringify({ ...file, operations: [page] }));
    await expect.poll(() => watched.current().size, { timeout: 10_000, interval: 50 }).toBe(1);
    watched.close();
    await writeFile(path, '{"format": "other"}');
    await expect(readManifest(path)).rejects.toThrow(/format/);
  });
});
