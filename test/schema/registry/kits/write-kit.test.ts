import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KIT_LANGUAGES, writeKit } from '../../../../schema/registry/kits/write-kit.ts';
import { composedWithOurs, writtenKit } from './support.ts';

const parent = mkdtempSync(join(tmpdir(), 'kits-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const request = { name: 'health', owner: 'DINKES', language: 'typescript', folder: join(parent, 'new') };

it.each([
  ['a name in capitals', { name: 'Health' }, 'BAD_SUBGRAPH_NAME'],
  ['a name that leaves its folder', { name: '../health' }, 'BAD_SUBGRAPH_NAME'],
  ['a name that ends in a dash', { name: 'health-' }, 'BAD_SUBGRAPH_NAME'],
  ['an empty name', { name: '' }, 'BAD_SUBGRAPH_NAME'],
  ['an owner that is no code', { owner: 'Dinas Kesehatan' }, 'BAD_AGENCY_CODE'],
  ['a language without a kit', { language: 'cobol' }, 'UNKNOWN_KIT_LANGUAGE'],
])('refuses %s, and writes nothing', (_what, wrong, code) => {
  expect(() => writeKit({ ...request, ...wrong })).toThrow(expect.objectContaining({ code }));
  expect(existsSync(request.folder)).toBe(false);
});

it('refuses a folder with a file in it, and a file', () => {
  const file = join(parent, 'file');
  writeFileSync(file, 'mine');
  for (const folder of [parent, file])
    expect(() => writeKit({ ...request, folder })).toThrow(expect.objectContaining({ code: 'FOLDER_NOT_EMPTY' }));
  expect(readdirSync(parent)).toEqual(['file']);
});

describe.each(KIT_LANGUAGES)('the kit in %s', (language) => {
  const kit = writtenKit(language);
  const long = writtenKit(language, 'public-works', 'DPUPR');
  afterAll(() => [kit, long].forEach((each) => each.remove()));

  it('has the name and the owner everywhere', () => {
    for (const file of [...kit.files]) expect(kit.read(file), file).not.toMatch(/kit[-_]?name|KIT_OWNER/i);
    expect(kit.read('schema.graphql')).toContain('healthRecord(');
    expect(long.read('schema.graphql')).toContain('type PublicWorksRecord');
    expect(long.read('schema.graphql')).toContain('publicWorksRecord(');
  });

  it('has what an agency needs: two languages of README, Dockerfile, CI, the vectors of the graph', () => {
    expect(kit.files).toEqual(
      expect.arrayContaining([
        ...['README.md', 'README.id.md', 'Dockerfile', '.gitignore', '.github/workflows/test.yml', 'schema.graphql'],
        ...['claims', 'person-tokens', 'cell-keys', 'p-table'].map((name) => `vectors/${name}.json`),
      ]),
    );
  });

  it('imports nothing of this repository', () => {
    for (const file of kit.files.filter((each) => /\.(ts|py|go|json)$/.test(each)))
      expect(kit.read(file), file).not.toMatch(/from '(?:\.\.\/){3}|sigap-graph['"]/);
  });

  it.each([
    ['alone', ['schema.graphql']],
    ['with its fields on types of other agencies', ['schema.graphql', 'extensions.graphql']],
  ])('composes with our five under all checks, %s', (_how, files) => {
    const { errors, supergraphSdl, hints = [] } = { hints: undefined, ...composedWithOurs(kit, files) };
    expect(errors).toBeUndefined();
    expect(supergraphSdl).toContain('HealthRecord');
    expect(hints.filter(({ code, message }) => code === 'NULLABLE' && message.includes('health'))).toEqual([]);
  });

  it('masks the name, and keeps the records for those who may read persons', () => {
    const { supergraphSdl = '' } = composedWithOurs(kit, ['schema.graphql']);
    const type = /type HealthRecord[\s\S]*?\n}/.exec(supergraphSdl)![0];
    expect(type).toMatch(/name: String.*@mask\(as: NAME\)/);
    expect(type).toContain('@personal(subject: "person { token }")');
    expect(type).toContain('@requiresScopes(scopes: [["person:read"]])');
  });
});
