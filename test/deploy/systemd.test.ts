/** The systemd units: valid for systemd itself, and what they start is what npm starts. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const UNITS = readdirSync('deploy/systemd');
const read = (unit: string): string => readFileSync(join('deploy/systemd', unit), 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const isThere = spawnSync('systemd-analyze', ['--version']).status === 0;

it.each([
  ['sigap-gateway.service', scripts['gateway']!],
  ['sigap-subgraph@.service', `${scripts['subgraph']!} %i`],
  ['sigap-registry.service', scripts['registry']!],
])('%s starts what npm starts', (unit, script) => {
  const [, words] = /^ExecStart=\/opt\/sigap-graph\/node_modules\/\.bin\/(.+)$/m.exec(read(unit))!;
  expect(`exec ${words}`).toBe(script);
});

it.skipIf(!isThere).each(UNITS)(
  'systemd-analyze finds nothing wrong with %s (skipped where systemd is not)',
  (unit) => {
    const folder = mkdtempSync(join(tmpdir(), 'units-'));
    try {
      // The program is not installed where the unit expects it, so one that is stands in its place.
      const program = join(folder, 'bin/node');
      mkdirSync(join(folder, 'bin'));
      writeFileSync(program, '#!/bin/sh\n');
      chmodSync(program, 0o755);
      const path = join(folder, unit.replace('@', '@workers'));
      writeFileSync(
        path,
        read(unit)
          .replace(/\/opt\/sigap-graph\/node_modules\/\.bin\/node/, program)
          .replace(/^Documentation=.*\n/m, ''),
      );
      const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
      expect(
        `${stdout}${stderr}`.split('\n').filter((line) => line.includes(unit.split('@')[0]!.split('.')[0]!)),
      ).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
