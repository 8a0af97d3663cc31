/**
 * What only the explorer's own page may ask for. A form cannot send a header of its own choice, a page of another site may not, and
 * browsers say in `Origin` and `Sec-Fetch-Site` whose page asks. It stands behind the check of `Host`, without which a rebound page
 * would be of the same origin.
 */
import { quote } from '../../base/errors.ts';
import { httpFault } from './errors.ts';

/** The explorer sends it with any value. */
const PAGE_HEADER = 'x-sigap-explorer';

/** @param headers names in lower case @throws CodedError EXPLORER_ONLY */
export function refuseOtherPages(headers: Readonly<Record<string, string | string[] | undefined>>): void {
  const { origin, host, [PAGE_HEADER]: own, 'sec-fetch-site': site } = headers;
  if (own === undefined) throw httpFault('EXPLORER_ONLY', `expected the header ${PAGE_HEADER}`);
  // A proxy in front may speak https where we hear http, so only the host counts.
  const page = typeof origin === 'string' ? URL.parse(origin)?.host : undefined;
  // HTTP/1.0 may leave the host out, and what is no URL has none: two that are missing are not the same one.
  if (page === undefined || page === '' || page !== host)
    throw httpFault('EXPLORER_ONLY', `expected the origin of this gateway, got ${quote(origin ?? 'none')}`);
  // Sent by browsers, but not over plain http from another machine: where it is left out, Origin has said it.
  if (site !== undefined && site !== 'same-origin')
    throw httpFault('EXPLORER_ONLY', `expected sec-fetch-site: same-origin, got ${quote(site)}`);
}
