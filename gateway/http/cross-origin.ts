/**
 * Which pages of other sites may send requests and read the answers. A browser sends a page's request from the visitor's network even where
 * the page may not read the answer. So a request from an origin that is not on the list is refused, and not only kept from the page. Who may
 * ask reads every answer, refusals too: a page that cannot read why its token is refused cannot ask for another.
 */
import { httpFault } from './errors.ts';

/** The rules for requests from pages of other sites. */
export interface CrossOrigin {
  /** Headers for every answer to a request, its refusal too. @throws CodedError ORIGIN_REFUSED */
  headersFor(headers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>>;
  /** Headers for the answer to a preflight (`OPTIONS`), which has no body and status 204. @throws CodedError ORIGIN_REFUSED */
  preflight(headers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>>;
}

/** Any page. No answer is given for a visitor's own cookies or certificates (`credentials`), whoever asks: none is ever allowed. */
const ANY = '*';
/** `https://*.bekasikota.go.id`: a name, or several with points between, stands for the star. */
const PATTERN = /^(https?:\/\/)\*\.([a-z\d.-]+(?::\d+)?)$/;

/** @returns whether it is `*`, an origin, or a pattern for origins of one domain, which has two names at least */
export function isOriginRule(rule: string): boolean {
  if (rule === ANY) return true;
  const [, scheme, domain = ''] = PATTERN.exec(rule) ?? [];
  if (scheme !== undefined) return isOrigin(`${scheme}${domain}`) && /[a-z\d]\.[a-z]/.test(domain);
  return isOrigin(rule) && !rule.includes('*');
}

const isOrigin = (text: string): boolean => /^https?:/.test(text) && URL.parse(text)?.origin === text;

const EXPOSED = 'x-request-id, x-schema-version, retry-after, www-authenticate, etag, age';
const METHODS = 'GET, POST';
const PREFLIGHT_SECONDS = 600;
/** Of a page that says nothing of its headers. */
const USUAL_HEADERS = 'authorization, content-type';
/** What a preflight may ask for: names of headers, fewer than any page sends. */
const HEADER_NAMES = /^[\w-]{1,64}(?:\s*,\s*[\w-]{1,64}){0,63}$/;

/**
 * @param rules `https://dashboard.example`, `https://*.example.go.id`, `*`; with none, only the gateway's own pages may send requests
 * @param forbidden request headers that such pages may not send, in lower case
 */
export function crossOrigin(rules: readonly string[], forbidden: readonly string[] = []): CrossOrigin {
  const { isAllowed, headersOf, varies } = readRules(rules);
  const headersFor: CrossOrigin['headersFor'] = ({ origin, host }) => {
    if (origin === undefined || isOwn(origin, host)) return varies;
    if (!isAllowed(origin)) throw httpFault('ORIGIN_REFUSED', `expected one of ${rules.length} listed origins`);
    return headersOf(origin);
  };
  return {
    headersFor,
    preflight: (headers) => ({
      ...headersFor(headers),
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': allowedHeaders(headers['access-control-request-headers'], forbidden),
      'access-control-max-age': String(PREFLIGHT_SECONDS),
      vary: 'origin, access-control-request-headers',
    }),
  };
}

/** Without rules: no request is refused, and no header lets a browser show an answer to a page of another site. */
export const ANY_ORIGIN: CrossOrigin = { headersFor: () => NOTHING, preflight: () => NOTHING };
const NOTHING = Object.freeze({});

function readRules(rules: readonly string[]) {
  const isAny = rules.includes(ANY);
  const exact = new Set(rules);
  const patterns = rules.flatMap((rule) => {
    const [, scheme, domain] = PATTERN.exec(rule) ?? [];
    return scheme === undefined ? [] : [{ scheme, end: `.${domain}` }];
  });
  // A cache between must not hand an answer without these headers to a page that may read it.
  const varies = isAny || rules.length === 0 ? NOTHING : Object.freeze({ vary: 'origin' });
  return {
    varies,
    isAllowed: (origin: string): boolean =>
      isAny ||
      exact.has(origin) ||
      patterns.some(({ scheme, end }) => origin.startsWith(scheme) && isBelow(origin.slice(scheme.length), end)),
    headersOf: (origin: string) => ({
      'access-control-allow-origin': isAny ? ANY : origin,
      'access-control-expose-headers': EXPOSED,
      'cross-origin-resource-policy': 'cross-origin',
      ...varies,
    }),
  };
}

const isBelow = (host: string, end: string): boolean =>
  host.endsWith(end) && /^[a-z\d-]+(?:\.[a-z\d-]+)*$/.test(host.slice(0, -end.length));

/** What a page asks for, without what is forbidden: its browser then refuses the request by itself. */
function allowedHeaders(asked: string | undefined, forbidden: readonly string[]): string {
  if (asked === undefined || !HEADER_NAMES.test(asked)) return USUAL_HEADERS;
  const names = asked.split(',').map((name) => name.trim().toLowerCase());
  return names.filter((name) => !forbidden.includes(name)).join(', ');
}

/** True for a page of the gateway itself. A proxy in front may speak https where the gateway speaks http, so only the host is compared. */
function isOwn(origin: string, host: string | undefined): boolean {
  return host !== undefined && URL.parse(origin)?.host === host;
}
