/** Options in a file: what goes before what, what is refused, and what is never shown. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings, readWithOrigins } from '../../base/settings.ts';
import { gatewayOptions } from '../../gateway/settings.ts';
import { startSettings } from '../../start-settings.ts';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
  path = join(folder, 'sigap.config.yaml');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @param text of the file @param words of the command line */
function read(text: string, words: string[] = [], env: Record<string, string> = {}, mode = 0o644) {
  writeFileSync(path, text);
  chmodSync(path, mode);
  return readWithOrigins('x', gatewayOptions, ['--config', path, ...words], env)!;
}

describe('a file of settings', () => {
  it('goes before the default, behind the environment and the command line', () => {
    const text = 'port: 1\nmaxRequests: 1\nmaxBody: 2000\n';
    const { settings, origins, file } = read(text, ['--port', '3'], { PORT: '2', MAX_REQUESTS: '2' });
    expect([settings.port, settings.maxRequests, settings.maxBody, settings.workers]).toEqual([3, 2, 2_000, 1]);
    expect([origins.port, origins.maxRequests, origins.maxBody, origins.workers]).toEqual([
      'command line',
      'environment',
      'file',
      'default',
    ]);
    expect(file).toBe(path);
  });

  it('is named by SIGAP_CONFIG as well, and is not needed', () => {
    writeFileSync(path, 'port: 7\n');
    expect(readSettings('x', gatewayOptions, [], { SIGAP_CONFIG: path })!.port).toBe(7);
    expect(readSettings('x', gatewayOptions, [], {})!.port).toBe(4000);
    expect(readSettings('x', startSettings, ['--config', path], {})!.port).toBe(7);
    writeFileSync(path, '# nothing\n');
    expect(readSettings('x', gatewayOptions, [], { SIGAP_CONFIG: path })!.port).toBe(4000);
  });

  it('has lists, numbers and truth in their YAML', () => {
    const { settings } = read(
      'trustedProxies: [10.0.0.7, 10.1.0.0/16]\nrequiredSubgraphs: [workers, groups]\nguard: false\nfastPath: on\nmerge: 8\n',
    );
    expect(settings.trustedProxies).toEqual({ hops: 0, networks: ['10.0.0.7', '10.1.0.0/16'] });
    expect(settings.requiredSubgraphs).toEqual(['workers', 'groups']);
    expect([settings.guard, settings.fastPath, settings.merge.all]).toEqual([false, true, 8]);
  });

  it('groups the options of single subgraphs', () => {
    const { settings } = read(
      'subgraphs:\n  workers: { timeout: 2000, retries: 1, headers: [x-office], ca: workers-ca.pem }\n',
    );
    const workers = { timeout: 2_000, retries: 1, headers: ['x-office'], ca: 'workers-ca.pem' };
    expect([...settings.subgraphs]).toEqual([['workers', workers]]);
  });

  it('says whether it is for production', () => {
    const secretInWords = ['--audit-uri', 'mongodb://u:hunter2@h'];
    expect(() => read('environment: development\n', secretInWords)).not.toThrow();
    expect(() => read('environment: production\n', secretInWords)).toThrow(/no place for a secret/);
    expect(() => read('environment: development\n', secretInWords, { NODE_ENV: 'production' })).toThrow(/no place/);
  });

  it.each([
    ['a misspelt key', 'maxRequsts: 5', /"maxRequsts"; perhaps maxRequests is meant/],
    ['the name of the environment', 'MAX_REQUESTS: 5', /perhaps maxRequests is meant/],
    ['a key that nothing is near to', 'colour: red', /there is no option "colour"; sigap config print/],
    ['the key of another program', 'data: .data', /there is no option "data"/],
    ['a key of every object', 'constructor: 1', /there is no option "constructor"/],
    ['the file itself', 'config: other.yaml', /there is no option "config"/],
    [
      'a misspelt option of a subgraph',
      'subgraphs: { workers: { timout: 5000 } }',
      /"timout".*perhaps timeout is meant/,
    ],
    [
      'a bound of a subgraph',
      'subgraphs: { workers: { timeout: 1 } }',
      /workers\.timeout: expected a whole number from 10/,
    ],
    [
      'a text for a number',
      'port: many',
      /port in .*sigap.config.yaml \(TCP port\): expected a whole number.*got "many"/,
    ],
    ['truth for a number', 'port: true', /expected a whole number/],
    ['an object for a number', 'port: { a: 1 }', /port in .* \(TCP port\)/],
    ['a word for on or off', 'guard: maybe', /expected on or off, got "maybe"/],
    ['what is no YAML', 'port: [1', /line \d+: expected YAML/],
    ['a key twice', 'port: 1\nport: 2', /line 2: expected YAML/],
    ['a list as a whole', '- port', /expected option: value/],
  ])('refuses %s', (_what, text, said) => {
    expect(() => read(text)).toThrow(said);
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });

  it('refuses a file that was named and is not there', () => {
    expect(() => readSettings('x', gatewayOptions, ['--config', join(folder, 'none.yaml')], {})).toThrow(/ENOENT/);
  });

  it('takes secrets only where its owner alone may read it, and never shows one', () => {
    const text = 'auditKey: hunter2-hunter2-hunter2-hunter2-hunter2\n';
    for (const mode of [0o644, 0o640, 0o604]) {
      expect(() => read(text, [], {}, mode)).toThrow(/only its owner may read \(mode 0600\).*auditKey/);
      expect(() => read(text, [], {}, mode)).not.toThrow(/hunter2/);
    }
    const { settings } = read(text, [], {}, 0o600);
    expect(JSON.stringify(settings.auditKey)).toContain('hunter2');
    expect(() => read(`${text}port: [1`, [], {}, 0o600)).not.toThrow(/hunter2/);
    expect(() => read(`auditKey: {hunter2: 1}\n`, [], {}, 0o600)).toThrow(/a value that is not shown/);
  });
});
