/**
 * Refuses requests that do not come from the explorer's own page. A form cannot send a header of its own choice, a page of another site may
 * not, and browsers state in `Origin` and `Sec-Fetch-Site` which page sends a request. `Host` has been checked before, or a page whose name
 * was rebound to this machine would have the same origin.
 */
import { quote } from '../../base/errors.ts';
import { httpFault } from './errors.ts';

/** The explorer sends it; its value does not matter. */
const PAGE_HEADER = 'x-sigap-explorer';

/** @param headers names in lower case @throws CodedError EXPLORER_ONLY */
export function refuseOtherPages(headers: Readonly<Record<string, string | string[] | undefined>>): void {
  const { origin, host, [PAGE_HEADER]: own, 'sec-fetch-site': site } = headers;
  if (own === undefined) throw httpFault('EXPLORER_ONLY', `expected the header ${PAGE_HEADER}`);
  // A proxy in front may speak https where the gateway speaks http, so only the host is compared.
  const page = typeof origin === 'string' ? URL.parse(origin)?.host : undefined;
  // HTTP/1.0 may leave the host out, and a text that is no URL has none: two missing hosts are not equal.
  if (page === undefined || page === '' || page !== host)
    throw httpFault('EXPLORER_ONLY', `expected the origin of this gateway, got ${quote(origin ?? 'none')}`);
  // Browsers do not send it over plain http from another machine; there Origin alone has to do.
  if (site !== undefined && site !== 'same-origin')
    throw httpFault('EXPLORER_ONLY', `expected sec-fetch-site: same-origin, got ${quote(site)}`);
}
