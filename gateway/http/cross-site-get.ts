/**
 * Which GETs may have been sent by a page of another site without its visitor's doing. Such a page cannot read the answer and no credential
 * goes with it, but it could spend the budget of its visitor's address. A POST needs none of this: its content type is JSON, which no page
 * sends elsewhere unless its browser has asked before (a preflight, http/cross-origin.ts).
 *
 * What browsers do without asking: a navigation, a link, a form, an image, a script and `fetch` in the mode `no-cors`. None of these can have a
 * header of their own choice, or an `Authorization` that is a token. All current browsers say in `Sec-Fetch-Site` where they come from, which
 * no page can change, except on plain HTTP to another machine. There only the headers that a form, an image, a script and a navigation
 * cannot have tell: an `Accept` that names JSON. No page can take the place of the browser's name in `User-Agent` in such a request, and
 * each begins alike, so what has another name there is a program.
 */
import { httpFault } from './errors.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** Headers that only a program, or a page whose browser has asked before, can send; their values do not matter. */
const CEREMONY = ['apollo-require-preflight', 'x-apollo-operation-name', 'graphql-require-preflight', 'x-api-key'];
/** How every browser begins its name of itself. */
const BROWSER = /^(?:Mozilla|Opera)\//i;
const JSON_NAMED = /\bapplication\/(?:graphql-response\+)?json\b/i;

/**
 * @param headers names in lower case
 * @param isListed whether they state an origin whose pages may ask
 * @throws CodedError CROSS_SITE_GET
 */
export function refuseCrossSiteGet(headers: Headers, isListed: boolean): void {
  if (isListed || isAskedFor(headers) || isFromHere(headers)) return;
  const site = headers['sec-fetch-site'];
  const from =
    site === undefined
      ? 'a browser that does not say from where'
      : `sec-fetch-site: ${SITES.get(site) ?? 'another value'}`;
  throw httpFault('CROSS_SITE_GET', `expected the header apollo-require-preflight, got none of the kind, and ${from}`);
}

/** What a message may repeat. */
const SITES: ReadonlyMap<string, string> = new Map(['cross-site', 'same-site'].map((site) => [site, site]));

/** A proxy's Basic credentials go with every request of a browser, a token only with those of a program. */
function isAskedFor(headers: Headers): boolean {
  return (
    CEREMONY.some((name) => Boolean(headers[name])) ||
    /^Bearer /i.test(headers['authorization'] ?? '') ||
    /^application\/json\b/i.test(headers['content-type'] ?? '')
  );
}

function isFromHere({ 'sec-fetch-site': site, 'user-agent': agent = '', accept = '' }: Headers): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return !BROWSER.test(agent) || JSON_NAMED.test(accept);
}
