/**
 * An answer as it lies in Redis: sealed by AES-256-GCM under a key that Redis does not have, with the name under which it lies as associated data. So
 * whoever reads or writes Redis learns nothing but sizes and times, and can neither change an answer nor put it in another's place.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

/** What is sealed with, made of the secret that all gateways of a graph have. */
export interface AnswerSeal {
  /** @returns the name under which something lies: it tells nothing of what was asked */
  nameOf(key: string): string;
  seal(name: string, text: Buffer): Buffer;
  /** @returns undefined for what was not sealed under this name with this secret */
  open(name: string, sealed: Buffer): Buffer | undefined;
}

const CIPHER = 'aes-256-gcm';
const [VERSION, NONCE, TAG] = [1, 12, 16];

/** @param secret CLAIMS_SECRET @returns keys of their own for the cache: they reveal neither the secret nor a subgraph's key */
export function answerSeal(secret: string): AnswerSeal {
  const [sealing, naming] = [derived(secret, 'cache:seal'), derived(secret, 'cache:name')];
  return {
    nameOf: (key) => createHmac('sha256', naming).update(key).digest('base64url'),
    seal: (name, text) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(CIPHER, sealing, nonce).setAAD(boundTo(name));
      const sealed = [cipher.update(text), cipher.final()];
      return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), ...sealed]);
    },
    open: (name, sealed) => {
      if (sealed[0] !== VERSION || sealed.length < 1 + NONCE + TAG) return undefined;
      const nonce = sealed.subarray(1, 1 + NONCE);
      const tag = sealed.subarray(1 + NONCE, 1 + NONCE + TAG);
      const cipher = createDecipheriv(CIPHER, sealing, nonce, { authTagLength: TAG })
        .setAAD(boundTo(name))
        .setAuthTag(tag);
      try {
        return Buffer.concat([cipher.update(sealed.subarray(1 + NONCE + TAG)), cipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}

const boundTo = (name: string): Buffer => Buffer.from(`${VERSION}:${name}`);

function derived(secret: string, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'sigap-graph', use, 32)));
}
