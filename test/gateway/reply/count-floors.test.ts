/** The backstop for counts: a subgraph that does not perturb is not believed, and the operator is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { logOf } from '../../../base/log.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { replySettings } from '../../../gateway/reply/settings.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import type { SupergraphSource } from '../../../gateway/supergraph/supergraph-source.ts';
import { compose } from '../guard/policy/fixtures.ts';

const SDL = compose({
  areas: `type Query { area: Area total: Area @aggregate(minimum: 0) areas: [Area!] few: Int @aggregate(minimum: 20) }
    type Area @key(fields: "id") { id: ID! people: Int @aggregate born: Int @aggregate inner: Area }`,
  clubs: 'type Area @key(fields: "id") { id: ID! members: Int @aggregate }',
});

let folder: string;
let gateway: RunningGateway;
let lines: string[] = [];
let data: unknown;
const told: (ClaimsSubject | undefined)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'count-floors-'));
  const source: SupergraphSource = { name: 'test', open: async () => ({ sdl: SDL, close: async () => {} }) };
  const areas = async ({ query, claims }: { query: string; claims?: ClaimsSubject }) => {
    if (query.includes('__typename}') && query.length < 20) return { data: { __typename: 'Query' } };
    told.push(claims);
    return { data };
  };
  const clubs = async () => ({ data: { _entities: [{ members: 3 }] } });
  gateway = await startGateway({
    settings: gatewayDefaults({
      port: 0,
      explorer: false,
      development: true,
      keysFolder: folder,
      subgraphErrors: replySettings.subgraphErrors.schema.parse('mask'),
    }),
    log: logOf('gateway', 'warn', { write: (line: string) => void lines.push(line) }),
    source,
    inProcess: { areas, clubs } as never,
  });
});
beforeEach(() => {
  lines = [];
  told.splice(0);
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

async function ask(
  query: string,
  role?: string,
): Promise<{ data?: unknown; errors?: { path: unknown; extensions: Record<string, unknown> }[] }> {
  const headers =
    role === undefined
      ? {}
      : { authorization: `Bearer ${await tokenCommand(['--role', role], { KEYS_FOLDER: folder })}` };
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as never;
}
const area = (people: unknown): object => ({ __typename: 'Area', id: '1', people });
const unperturbed = (path: unknown, coordinate: string, service: string) =>
  expect.objectContaining({ path, extensions: { code: 'UNPERTURBED_COUNT', coordinate, service } });

describe('a count over people', () => {
  it.each([1, 4])('of %i is null with an error that names the subgraph', async (people) => {
    data = { area: area(people) };
    expect(await ask('{ area { id people } }')).toEqual({
      data: { area: { id: '1', people: null } },
      errors: [unperturbed(['area', 'people'], 'Area.people', 'areas')],
    });
  });

  it.each([0, 5, 6, 100])('of %i is shown', async (people) => {
    data = { area: area(people) };
    expect(await ask('{ area { id people } }')).toEqual({ data: { area: { id: '1', people } } });
  });

  it('is held to the minimum of its own field, also in lists, below others and under an alias', async () => {
    data = {
      few: 19,
      areas: [
        { ...area(2), n: 2 },
        { ...area(7), n: 7 },
      ],
    };
    const { data: shown, errors } = await ask('{ few areas { n: people } }');
    expect(shown).toEqual({ few: null, areas: [{ n: null }, { n: 7 }] });
    expect(errors).toEqual([
      unperturbed(['few'], 'Query.few', 'areas'),
      unperturbed(['areas', 0, 'n'], 'Area.people', 'areas'),
    ]);
  });

  it("of another subgraph is reported with that one's name", async () => {
    data = { area: area(9) };
    expect(await ask('{ area { people members } }')).toEqual({
      data: { area: { people: 9, members: null } },
      errors: [unperturbed(['area', 'members'], 'Area.members', 'clubs')],
    });
  });

  it('that is a total for everybody is shown, and what lies below it is held to its own minimum', async () => {
    data = { total: { ...area(2), inner: area(2) } };
    const { data: shown, errors } = await ask('{ total { people inner { people } } }');
    expect(shown).toEqual({ total: { people: 2, inner: { people: null } } });
    expect(errors).toEqual([unperturbed(['total', 'inner', 'people'], 'Area.people', 'areas')]);
  });

  it('is shown unperturbed to callers who may see exact counts, and subgraphs learn which to send', async () => {
    data = { area: area(2) };
    expect(await ask('{ area { people } }', 'auditor')).toMatchObject({ data: { area: { people: 2 } } });
    await ask('{ area { people } }');
    expect(told.map((claims) => claims?.cells)).toEqual(['exact', 'perturbed']);
  });

  it('is logged once for each field, by its coordinate and subgraph, without the number', async () => {
    // Fields that no test above asks for: of those it may have been said already.
    const born = { __typename: 'Area', id: '1', a: 3, b: 3 };
    data = { areas: [born, { ...born, a: 2, b: 2 }] };
    for (const alias of ['a', 'b', 'a']) await ask(`{ areas { ${alias}: born } }`);
    const said = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => String(msg).includes('small counts'));
    expect(said).toEqual([expect.objectContaining({ level: 50, coordinate: 'Area.born', subgraphs: ['areas'] })]);
    expect(lines.join()).not.toMatch(/"(a|b|value|count)":/);
    // The subgraph has said nothing of it: it is the gateway that found out.
    expect(lines.join()).not.toContain('answered with an error');
  });
});
