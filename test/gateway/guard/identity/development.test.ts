import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../../../base/settings.ts';
import { openIdentity } from '../../../../gateway/guard/identity/open-identity.ts';
import { parseRoles, readRoles } from '../../../../gateway/guard/identity/roles.ts';
import rolesFile from '../../../../gateway/guard/identity/roles.json' with { type: 'json' };
import { identitySettings } from '../../../../gateway/guard/identity/settings.ts';
import { tokenCommand } from '../../../../gateway/guard/identity/token-command.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'development-'))));
afterEach(() => rm(folder, { recursive: true }));

const open = (development: boolean) =>
  openIdentity(
    readSettings('test', identitySettings, [], { KEYS_FOLDER: folder, DEVELOPMENT: String(development) })!,
    () => {},
  );
const token = (...words: string[]) => tokenCommand(words, { KEYS_FOLDER: folder });

describe('a development token', () => {
  it('gives its holder any role, where the gateway runs in development', async () => {
    const identity = await open(true);
    expect((await stat(join(folder, 'development-key.json'))).mode & 0o777).toBe(0o600);
    for (const role of Object.keys(identity.roles.roles)) {
      const signed = await token('--role', role, '--agency', 'DINSOS');
      expect((await identity.identify({ authorization: `Bearer ${signed}` })).roles).toContain(role);
    }
    identity.close();
  });

  it('is not signed in production, nor where no gateway in development has run', async () => {
    await expect(token('--role', 'analyst')).rejects.toMatchObject({ code: 'NOT_IN_DEVELOPMENT' });
    (await open(true)).close();
    await expect(
      tokenCommand(['--role', 'analyst'], { KEYS_FOLDER: folder, NODE_ENV: 'production' }),
    ).rejects.toMatchObject({ code: 'NOT_IN_DEVELOPMENT' });
  });

  it('is refused by a gateway that is not in development, although the key still exists', async () => {
    (await open(true)).close();
    const signed = await token('--role', 'operator');
    const identity = await open(false);
    await expect(async () => identity.identify({ authorization: `Bearer ${signed}` })).rejects.toMatchObject({
      code: 'TOKEN_NOT_FOR_US',
    });
    identity.close();
  });

  it('requires a role that exists, and an agency where the role acts for one', async () => {
    (await open(true)).close();
    await expect(token('--role', 'king')).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: expect.stringMatching(/--role.*one of public, dashboard.*king/) as string,
    });
    await expect(token('--role', 'verifier')).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: expect.stringMatching(/--agency .*the role verifier acts for one agency, got none/) as string,
    });
    await expect(token()).rejects.toMatchObject({ code: 'BAD_OPTION' });
  });
});

describe('the roles file', () => {
  it('is validated as a whole: every scope it names must be described', async () => {
    const wrong = (change: (file: { roles: Record<string, unknown>; scopes: Record<string, string> }) => void) => {
      const copy = structuredClone(rolesFile) as unknown as {
        roles: Record<string, unknown>;
        scopes: Record<string, string>;
      };
      change(copy);
      return () => parseRoles(copy);
    };
    expect(wrong((file) => delete file.roles.public)).toThrow(/the role public/);
    expect(wrong((file) => delete file.scopes['audit:read'])).toThrow(/audit:read/);
    expect(wrong((file) => (file.roles.king = {}))).toThrow(/roles\.king/);
    expect(wrong((file) => Object.assign(file.roles.public as object, { scope: [] }))).toThrow(/scope/);
    await writeFile(join(folder, 'roles.json'), '{');
    await expect(readRoles(join(folder, 'roles.json'))).rejects.toMatchObject({ code: 'BAD_ROLES_FILE' });
  });

  it('gives persons to the roles with a scope for them, and to no other', () => {
    for (const [name, role] of Object.entries(parseRoles(rolesFile).roles)) {
      expect([name, role.budget.personsPerMinute > 0]).toEqual([
        name,
        role.scopes.some((scope) => ['person:read', 'audit:read'].includes(scope)),
      ]);
    }
  });
});
