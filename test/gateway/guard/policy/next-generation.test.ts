/** A new supergraph's rules hold from its first request on: also for operations that the one before had made ready. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logOf } from '../../../../base/log.ts';
import { startGateway, type RunningGateway } from '../../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../../gateway/settings.ts';
import { compose } from './fixtures.ts';

const sdlOf = (minimum: number, mask: string): string =>
  compose({
    areas: `type Query { count: Int @aggregate(minimum: ${minimum}) agency: Agency } type Agency { code: String head: String @veil(as: ${mask}) }`,
  });
const NO_POLICY = sdlOf(-1, 'NAME');

let folder: string;
let gateway: RunningGateway | undefined;
let lines: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'next-generation-'));
  lines = [];
});
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
  rmSync(folder, { recursive: true });
});

async function start(sdl: string): Promise<RunningGateway> {
  const areas = async () => ({ data: { count: 7, agency: { code: 'A', head: 'Siti Rahma' } } });
  return (gateway = await startGateway({
    settings: gatewayDefaults({ port: 0, explorer: false, keysFolder: folder }),
    log: logOf('gateway', 'error', { write: (line: string) => void lines.push(line) }),
    source: { name: 'test', open: async () => ({ sdl, close: async () => {} }) },
    inProcess: { areas } as never,
  }));
}

async function ask(
  query: string,
): Promise<{ data: Record<string, unknown>; errors?: { extensions: { code: string } }[] }> {
  const response = await fetch(`${gateway!.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as never;
}

describe('a new supergraph', () => {
  it('with a higher minimum of counts applies it to operations that were used before', async () => {
    await start(sdlOf(5, 'NAME'));
    expect(await ask('{ count }')).toEqual({ data: { count: 7 } });
    await gateway!.engine.offer(sdlOf(10, 'NAME'));
    const { data, errors } = await ask('{ count }');
    expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([{ count: null }, ['UNPERTURBED_COUNT']]);
  });

  it('with another mask of a field applies it to operations that were used before', async () => {
    await start(sdlOf(5, 'NAME'));
    expect(await ask('{ agency { head } }')).toEqual({ data: { agency: { head: 'S***** R*****' } } });
    await gateway!.engine.offer(sdlOf(5, 'TEXT'));
    expect(await ask('{ agency { head } }')).toEqual({ data: { agency: { head: '********' } } });
  });

  it('with invalid rules is refused, and the last good one stays in use', async () => {
    await start(sdlOf(5, 'NAME'));
    await gateway!.engine.offer(NO_POLICY);
    expect(lines.join()).toContain('BAD_POLICY');
    expect(await ask('{ count }')).toEqual({ data: { count: 7 } });
  });

  it('with invalid rules starts no gateway', async () => {
    await expect(start(NO_POLICY)).rejects.toMatchObject({ code: 'BAD_POLICY' });
  });
});
