/** Ed25519 over the text of a supergraph: a gateway serves what the holder of this key has signed, wherever it got the text from. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { privateFile, privateFolder } from '../../base/private-files.ts';
import { registryFault } from './errors.ts';

/** Signs supergraphs. */
export interface Signer {
  /** The public key: DER (SPKI) in base64, in one line. */
  readonly publicKey: string;
  /** @returns the signature of a text, base64; the same text always has the same */
  sign(text: string): string;
}

const FILE = 'registry-signing-key';

/**
 * @param folder of the keys; the key is made in it the first time, for its owner alone
 * @throws CodedError REGISTRY_SIGNING_KEY, NOT_PRIVATE
 */
export function openSigner(folder: string): Signer {
  const path = join(folder, FILE);
  privateFolder(dirname(path));
  privateFile(path);
  const pem = readFileSync(path, 'utf8').trim();
  const key = pem === '' ? madeKey(path) : readKey(pem, path);
  return {
    publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  };
}

function madeKey(path: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return privateKey;
}

function readKey(pem: string, path: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below: the reason could hold a part of the key.
  }
  throw registryFault('REGISTRY_SIGNING_KEY', `expected an Ed25519 private key as PEM in ${path}`);
}
