/** Where the registry is, and the token to ask it with. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { quote } from '../../../base/errors.ts';
import { sigapFault } from '../errors.ts';

/** The words that every command has which asks the registry. */
export interface RegistryWords {
  readonly registry: string;
  readonly tokenFile?: string;
}

/** What the registry is asked with. */
export interface RegistryAccess {
  readonly url: URL;
  readonly token: string | undefined;
}

/** Where `npm start` and `npm run registry` leave the operator's token. */
const OWN_TOKEN = '.data/keys/registry-operator-token';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
/** Permissions of a file that let others than its owner in. */
const OTHERS = 0o077;

/** Beside a registry of this machine its operator's token is taken where none is named. @throws CodedError REGISTRY_ADDRESS */
export function registryAccess({ registry, tokenFile }: RegistryWords): RegistryAccess {
  const url = URL.parse(registry);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw sigapFault('REGISTRY_ADDRESS', `expected a URL such as http://127.0.0.1:4010, got ${quote(registry)}`);
  const isOwn = LOOPBACK.test(url.hostname);
  if (url.protocol === 'http:' && !isOwn)
    throw sigapFault('REGISTRY_ADDRESS', `expected https, got http to ${url.host}`);
  const file = tokenFile ?? (isOwn && existsSync(OWN_TOKEN) ? OWN_TOKEN : undefined);
  return { url, token: file === undefined ? undefined : readToken(file) };
}

function readToken(path: string): string {
  let text: string;
  try {
    if ((statSync(path).mode & OTHERS) !== 0 && process.platform !== 'win32')
      throw sigapFault('REGISTRY_ADDRESS', `expected a file that its owner alone may read (chmod 600), got ${path}`);
    text = readFileSync(path, 'utf8').trim();
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    throw code?.startsWith('E') ? sigapFault('REGISTRY_ADDRESS', `${path} (${code})`) : thrown;
  }
  if (!/^[\w.~+/=-]+$/.test(text))
    throw sigapFault('REGISTRY_ADDRESS', `expected one token in ${path}, got another text`);
  return text;
}
