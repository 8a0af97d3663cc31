/**
 * Tokens: random, kept as their SHA-256 alone, of one agency, for named subgraphs and rights, revocable. They are looked up by hash, so that
 * no comparison takes longer the more of a token is right.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { privateFile, privateFolder } from '../../../base/private-files.ts';
import { registryFault } from '../errors.ts';
import type { Right, TokenDocument } from '../model/documents.ts';
import { sha256Of } from '../../composition/sha256-of.ts';
import type { Ground } from './ground.ts';

/** What tokens begin with, so that one that leaks into a repository is found by those who look for such things. */
const PREFIX = 'sigapreg_';
const DAY = 86_400_000;

/** What a token is made for. */
export interface TokenRequest {
  readonly agency: string;
  readonly label: string;
  readonly subgraphs: readonly string[];
  readonly rights: readonly Right[];
  readonly days?: number;
}

type TokenGround = Pick<Ground, 'database' | 'now'>;

/** @returns the token, which is shown this once, and what is kept of it */
export async function makeToken(
  { database, now }: TokenGround,
  { days, ...request }: TokenRequest,
  madeBy: string,
): Promise<{ readonly token: string; readonly kept: TokenDocument }> {
  const token = PREFIX + randomBytes(32).toString('base64url');
  const kept: TokenDocument = {
    _id: randomBytes(8).toString('hex'),
    hash: sha256Of(token),
    ...request,
    madeAt: now(),
    madeBy,
    ...(days !== undefined && { expires: new Date(now().getTime() + days * DAY) }),
  };
  await database.tokens.create(kept);
  return { token, kept };
}

/** One message for all three: whoever tries tokens learns nothing. */
const NOT_VALID = 'the token is unknown, revoked or expired';

/** @returns the token's document @throws CodedError REGISTRY_UNAUTHENTICATED for one that is unknown, revoked or expired */
export async function authenticate(
  { database, now }: TokenGround,
  authorization: string | undefined,
): Promise<TokenDocument> {
  const token = /^Bearer ([\w-]{20,200})$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw registryFault('REGISTRY_UNAUTHENTICATED', 'expected authorization: Bearer <token>');
  const found = await database.tokens.findOne({ hash: sha256Of(token) }).lean<TokenDocument>();
  if (found === null || found.revokedAt != null || (found.expires != null && found.expires <= now()))
    throw registryFault('REGISTRY_UNAUTHENTICATED', NOT_VALID);
  return found;
}

/**
 * A token was valid when its request began; a body may take half a minute since, a check a minute, an agreement weeks.
 * @throws CodedError REGISTRY_UNAUTHENTICATED where it has been revoked since
 */
export async function requireNotRevoked({ database }: Pick<Ground, 'database'>, id: string): Promise<void> {
  if ((await revokedAmong({ database }, [id])).size > 0)
    throw registryFault('REGISTRY_UNAUTHENTICATED', 'the token was revoked meanwhile; publish again with another');
}

/** @returns which of these tokens have been revoked */
export async function revokedAmong(
  { database }: Pick<Ground, 'database'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await database.tokens
    .find({ _id: { $in: ids }, revokedAt: { $gt: new Date(0) } }, { _id: 1 })
    .lean<{ _id: string }[]>();
  return new Set(found.map(({ _id }) => _id));
}

/** @throws CodedError REGISTRY_NOT_FOUND */
export async function revokeToken({ database, now }: TokenGround, id: string): Promise<TokenDocument> {
  const revoked = await database.tokens
    .findOneAndUpdate({ _id: id, revokedAt: null }, { $set: { revokedAt: now() } }, { returnDocument: 'after' })
    .lean<TokenDocument>();
  const found = revoked ?? (await database.tokens.findById(id).lean<TokenDocument>());
  if (found === null) throw registryFault('REGISTRY_NOT_FOUND', 'no token has this id');
  return found;
}

/**
 * A token in a file for its owner alone: the same after every start. One in the file that the database does not know, or that was revoked, is
 * replaced: whoever may write the file has what it is for.
 */
export async function keptToken(
  ground: TokenGround,
  path: string,
  request: TokenRequest,
): Promise<{ readonly token: string; readonly kept: TokenDocument }> {
  privateFolder(dirname(path));
  privateFile(path);
  const token = readFileSync(path, 'utf8').trim();
  const kept = token === '' ? undefined : await authenticate(ground, `Bearer ${token}`).catch(unknownOnly);
  if (kept !== undefined) return { token, kept };
  const made = await makeToken(ground, request, 'start');
  writeFileSync(path, `${made.token}\n`);
  return made;
}

function unknownOnly(thrown: unknown): undefined {
  if ((thrown as { code?: unknown }).code !== 'REGISTRY_UNAUTHENTICATED') throw thrown;
}
