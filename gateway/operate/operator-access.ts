/** Who may use the operators' port: who has its token. Without one, requests of this machine may read. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { reasonOf } from '../../base/errors.ts';
import { hostNameOfAddress, isLoopbackName } from '../../base/host-name.ts';
import type { SettingsOf } from '../../base/settings.ts';
import { operateFault } from './errors.ts';
import type { operateSettings } from './settings.ts';

type Options = SettingsOf<typeof operateSettings>;

/** What a request wants: to look, or to change how the gateway runs. */
export type Wanted = 'read' | 'control';

/** @throws CodedError OPERATE_TOKEN */
export type CheckOperator = (authorization: string | undefined, wanted: Wanted) => void;

/** @throws CodedError OPERATE_UNSAFE for a port that other machines reach and that has no token, or whose token's file cannot be read */
export function operatorAccess(options: Options): CheckOperator {
  const token = tokenOf(options);
  const { operateHost: host } = options;
  if (token === undefined && !isLoopbackName(hostNameOfAddress(host) ?? host))
    throw operateFault('OPERATE_UNSAFE', `OPERATE_HOST is ${host}`);
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`);
  return (authorization, wanted) => {
    if (expected === undefined && wanted === 'read') return;
    if (expected === undefined)
      throw operateFault('OPERATE_TOKEN', 'OPERATE_TOKEN is not set, so this port only shows');
    // Of equal length, and in a time that does not tell how much of it is right.
    if (authorization === undefined || !timingSafeEqual(digest(authorization), expected))
      throw operateFault('OPERATE_TOKEN', authorization === undefined ? 'got none' : 'got another one');
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const SHORTEST = 20;

function tokenOf({ operateToken, operateTokenFile }: Options): string | undefined {
  if (operateToken !== undefined || operateTokenFile === undefined) return operateToken;
  let token: string;
  try {
    token = readFileSync(operateTokenFile, 'utf8').trim();
  } catch (thrown) {
    throw operateFault('OPERATE_UNSAFE', `OPERATE_TOKEN_FILE: ${reasonOf(thrown)}`, { cause: thrown });
  }
  if (token.length >= SHORTEST) return token;
  throw operateFault(
    'OPERATE_UNSAFE',
    `OPERATE_TOKEN_FILE has ${token.length} characters, expected at least ${SHORTEST}`,
  );
}
