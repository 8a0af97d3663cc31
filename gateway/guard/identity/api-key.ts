/**
 * API keys: `sgk_<id>_<secret>`. The secret is 256 random bits, so one SHA-256 of it is enough to store; a slow hash protects
 * passwords that people choose, and would cost every request here. Only the hash is stored, so the file grants nobody access.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const KEY = /^sgk_([0-9a-f]{12})_([\w-]{43})$/;

/** The stored form of an API key: everything but its secret. */
export const apiKeyRecord = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  /** SHA-256 of the secret, hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Who is responsible for it: a person's or a team's name, shown in the list and nowhere else. */
  owner: z.string().min(1).max(200),
  roles: z.array(z.string()).max(20),
  /** Scopes beyond those of the roles. */
  scopes: z.array(z.string()).max(200),
  agency: z.string().optional(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().optional(),
  revokedAt: z.iso.datetime().optional(),
});
/** One entry of the file of API keys; times are ISO 8601. */
export type ApiKeyRecord = z.output<typeof apiKeyRecord>;
/** What the operator decides about a new key. */
export type ApiKeyGrant = Pick<ApiKeyRecord, 'owner' | 'roles' | 'scopes' | 'agency' | 'expiresAt'>;

/** Makes a key with a random id and secret. @returns the key, to be shown once, and the record to store */
export function newApiKey(grant: ApiKeyGrant, now: Date = new Date()): { key: string; record: ApiKeyRecord } {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return {
    key: `sgk_${id}_${secret}`,
    record: { id, hash: hash('sha256', secret), ...grant, createdAt: now.toISOString() },
  };
}

/** The id and secret in a key's text; `undefined` where it does not have the form of a key. */
export function splitApiKey(text: string): { id: string; secret: string } | undefined {
  const parts = KEY.exec(text);
  return parts === null ? undefined : { id: parts[1]!, secret: parts[2]! };
}

/** Whether a secret belongs to a record. Compares in constant time, so that the duration does not reveal how much of it was right. */
export function secretFits(secret: string, record: Pick<ApiKeyRecord, 'hash'>): boolean {
  return timingSafeEqual(hash('sha256', secret, 'buffer'), Buffer.from(record.hash, 'hex'));
}

/** Whether a key may be used. @param now ms since 1970 */
export function isLive(record: ApiKeyRecord, now: number): boolean {
  return record.revokedAt === undefined && (record.expiresAt === undefined || Date.parse(record.expiresAt) > now);
}
