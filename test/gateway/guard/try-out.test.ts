import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { openIdentity } from '../../../gateway/guard/identity/open-identity.ts';
import { playgroundIdentities, playgroundTokens } from '../../../gateway/guard/playground-identities.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { logOf } from '../../../base/log.ts';
import { composeSmall } from '../../support/small-graph.ts';

/** Roles that act for an agency. */
const ACTING = ['verifier', 'agency-owner', 'insurer', 'finance'];

describe('trying the graph out', () => {
  let folder: string;
  let gateway: RunningGateway;
  let told: ClaimsSubject | undefined;

  const settingsWith = (given: object) =>
    gatewayDefaults({
      port: 0,
      explorer: false,
      keysFolder: folder,
      purposes: ['CLAIM', 'VERIFICATION'],
      ...given,
    } as never);
  const offered = async (given: object) => {
    const settings = settingsWith(given);
    const identity = await openIdentity(settings, () => {});
    const agency = settings.developmentAgency;
    const tokens = await playgroundTokens({ identity, audience: settings.audience, agency });
    identity.close();
    return { ...playgroundIdentities({ identity, purposes: new Set(['VERIFICATION', 'CLAIM']), agency }), tokens };
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'try-'));
    const execute = ({ claims }: { claims?: ClaimsSubject }) => {
      told = claims;
      return { data: { people: [{ name: 'Ani' }] } };
    };
    gateway = await startGateway({
      settings: settingsWith({ development: true, developmentAgency: 'DINSOS' }),
      log: logOf('test', 'silent'),
      source: fixedSupergraph(composeSmall({ people: 'http://127.0.0.1:1/', places: 'http://127.0.0.1:1/' })),
      inProcess: { people: execute, places: execute },
    });
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  it('offers every role with a token that the gateway accepts for it, and the purposes', async () => {
    const { roles, purposes, tokens } = await offered({ development: true, developmentAgency: 'DINSOS' });
    expect(purposes.map(({ name }) => name)).toEqual(['CLAIM', 'VERIFICATION']);
    expect(roles.map(({ name }) => name)).toEqual([
      'public',
      'dashboard',
      'analyst',
      'verifier',
      'agency-owner',
      'insurer',
      'finance',
      'auditor',
      'operator',
    ]);
    expect(Object.keys(tokens)).toEqual(roles.map(({ name }) => name).filter((name) => name !== 'public'));
    for (const { name } of roles) {
      const authorization = name === 'public' ? {} : { authorization: `Bearer ${tokens[name]}` };
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body: '{"query":"{ people { name } }"}',
      });
      expect(response.status).toBe(200);
      expect(told!.roles).toContain(name);
      expect(told!.agency).toBe(ACTING.includes(name) ? 'DINSOS' : undefined);
    }
  });

  it('offers a role for each agency that is named for it, each with a token of its own', async () => {
    const developmentAgency = 'DISHUB,agency-owner=DISNAKER,agency-owner=BKPSDM,insurer=BPJSTK';
    const { roles, tokens } = await offered({ development: true, developmentAgency });
    const acting = roles.filter(({ title }) => /\(\w+\)$/.test(title));
    expect(acting.map(({ name, title }) => [name, /\((\w+)\)$/.exec(title)![1]])).toEqual([
      ['verifier', 'DISHUB'],
      ['agency-owner', 'DISNAKER'],
      ['agency-owner@BKPSDM', 'BKPSDM'],
      ['insurer', 'BPJSTK'],
      ['finance', 'DISHUB'],
    ]);
    for (const { name, title } of acting) {
      const authorization = `Bearer ${tokens[name]}`;
      const headers = { 'content-type': 'application/json', authorization };
      await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ people { name } }"}' });
      expect(title).toContain(`(${told!.agency})`);
      expect(told!.roles).toContain(name.split('@')[0]);
    }
  });

  it('leaves out roles of one agency where none is named', async () => {
    const { roles, tokens } = await offered({ development: true });
    expect([...roles.map(({ name }) => name), ...Object.keys(tokens)]).not.toContain('verifier');
  });

  it('offers no role outside development, even where a development key is left over', async () => {
    expect(await offered({ development: false, developmentAgency: 'DINSOS' })).toMatchObject({ roles: [], tokens: {} });
  });
});
