/** An address that a token may be sent to: nobody reads along on the way. */
import { quote, type CodedError } from '../../base/errors.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Makes the error of who asks. */
export type Refuse = (why: string) => CodedError;

/** @returns whether an address is on this machine */
export function isThisMachine({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname);
}

/** @param example of an address that fits @throws what `refuse` makes: for what is no URL, and for http to another machine */
export function safeAddress(text: string, example: string, refuse: Refuse): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw refuse(`expected a URL such as ${example}, got ${quote(text)}`);
  if (url.protocol === 'http:' && !isThisMachine(url)) throw refuse(`expected https, got http to ${url.host}`);
  return url;
}
