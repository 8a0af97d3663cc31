/**
 * Which pages of other sites may ask, and read the answer. A browser sends a page's request with the visitor's network place even
 * where the page may not read the answer, so a request from an origin that is not on the list is refused, not only left unread.
 */
import { httpFault } from './errors.ts';

export interface CrossOrigin {
  /** Headers for the answer. @throws CodedError ORIGIN_REFUSED */
  headersFor(headers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>>;
  /** Headers for the answer to a preflight (`OPTIONS`), which has no body and status 204. @throws CodedError ORIGIN_REFUSED */
  preflight(headers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>>;
}

const NO_HEADERS = Object.freeze({});
const ALLOWED_HEADERS =
  'authorization, content-type, x-api-key, x-purpose, x-request-id, apollo-expose-query-plan, apollo-require-preflight, apollographql-client-name, apollographql-client-version';
const PREFLIGHT_SECONDS = 600;

/**
 * @param origins `https://dashboard.example` …; without any, only the gateway's own pages may ask
 * @param more request headers that such a page may send beside the usual ones
 */
export function crossOrigin(origins: readonly string[], more: readonly string[] = []): CrossOrigin {
  const allowed = new Set(origins);
  const headersFor: CrossOrigin['headersFor'] = (headers) => {
    const { origin, host } = headers;
    if (origin === undefined || isOwn(origin, host)) return NO_HEADERS;
    if (!allowed.has(origin)) throw httpFault('ORIGIN_REFUSED', `expected one of ${allowed.size} listed origins`);
    return {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'x-request-id, retry-after',
      'cross-origin-resource-policy': 'cross-origin',
      vary: 'origin',
    };
  };
  return {
    headersFor,
    preflight: (headers) => ({
      ...headersFor(headers),
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': [ALLOWED_HEADERS, ...more].join(', '),
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    }),
  };
}

/** Where everybody may ask what they can reach: nothing is said to browsers, which then keep to the gateway's own pages. */
export const ANY_ORIGIN: CrossOrigin = { headersFor: () => NO_HEADERS, preflight: () => NO_HEADERS };

/** The explorer's own page; a proxy in front may speak https where we hear http, so only the host counts. */
function isOwn(origin: string, host: string | undefined): boolean {
  return host !== undefined && URL.parse(origin)?.host === host;
}
