/**
 * Which pages of other sites may send requests and read the answers. A browser sends a page's request from the visitor's network even where
 * the page may not read the answer. So a request from an origin that is not on the list is refused, and not only kept from the page.
 */
import { httpFault } from './errors.ts';

/** The rules for requests from pages of other sites. */
export interface CrossOrigin {
  /** Headers for the answer. @throws CodedError ORIGIN_REFUSED */
  headersFor(headers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>>;
  /** Headers for the answer to a preflight (`OPTIONS`), which has no body and status 204. @throws CodedError ORIGIN_REFUSED */
  preflight(headers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>>;
}

const NO_HEADERS = Object.freeze({});
const ALLOWED_HEADERS =
  'authorization, content-type, x-api-key, x-explain, x-purpose, x-request-id, apollo-expose-query-plan, apollo-require-preflight, apollographql-client-name, apollographql-client-version';
const PREFLIGHT_SECONDS = 600;

/**
 * @param origins `https://dashboard.example` …; with none, only the gateway's own pages may send requests
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
      'access-control-expose-headers': 'x-request-id, x-schema-version, retry-after',
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

/** Without rules: no request is refused, and no header lets a browser show an answer to a page of another site. */
export const ANY_ORIGIN: CrossOrigin = { headersFor: () => NO_HEADERS, preflight: () => NO_HEADERS };

/** True for a page of the gateway itself. A proxy in front may speak https where the gateway speaks http, so only the host is compared. */
function isOwn(origin: string, host: string | undefined): boolean {
  return host !== undefined && URL.parse(origin)?.host === host;
}
