/** Reads the header `Forwarded` (RFC 7239). */
import { ipAddressOf } from './ip-address.ts';

/** A parameter with what separates it from the next; each part begins with a character that the one before cannot have, so it takes linear time. */
const PARAMETER = /[\s;]*([!#$%&'*+.^_`|~\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;,"=]+))\s*(?=[;,]|$)/y;
const BETWEEN = /[\s;]*(?:(,)|$)/y;

/**
 * @param header several lines of it as one text, with commas
 * @returns what each element says in `for`, in order, `undefined` where it says nothing; `undefined` as a whole when it is not the header's syntax
 */
export function forwardedClients(header: string): (string | undefined)[] | undefined {
  const clients: (string | undefined)[] = [];
  let element: Map<string, string> | undefined;
  let at = 0;
  const end = (): void => {
    if (element !== undefined) clients.push(element.get('for'));
    element = undefined;
  };
  while (at < header.length) {
    PARAMETER.lastIndex = BETWEEN.lastIndex = at;
    const [whole, name, quoted, bare] = PARAMETER.exec(header) ?? [];
    if (whole !== undefined) {
      element ??= new Map();
      if (element.has(name!.toLowerCase())) return undefined;
      element.set(name!.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare!);
      at += whole.length;
      continue;
    }
    const between = BETWEEN.exec(header);
    if (between === null) return undefined;
    end();
    at += Math.max(1, between[0].length);
  }
  end();
  return clients;
}

/** @param text `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80` @returns the address; `undefined` for `unknown`, `_hidden` and all else */
export function namedClient(text: string): string | undefined {
  const [, bracketed, bare] = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+))(?::[\w.-]{1,32})?$/.exec(text) ?? [];
  const address = bracketed ?? bare ?? text;
  return address.includes('%') || (bracketed !== undefined && !bracketed.includes(':'))
    ? undefined
    : ipAddressOf(address);
}
