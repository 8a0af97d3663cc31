import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** @param identityKey as `personTokens` takes it @param purpose no two have one key, so that no hash of one is that of another */
export function derivedKey(identityKey: string, purpose: string): KeyObject {
  const city = createSecretKey(identityKey.split(',')[0]!, 'hex');
  return createSecretKey(Buffer.from(hkdfSync('sha256', city, '', purpose, 32)));
}
