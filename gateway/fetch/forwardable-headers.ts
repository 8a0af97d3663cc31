/**
 * Which of a caller's headers an operator may forward to subgraphs (SUBGRAPH_HEADERS). Whoever holds a caller's credential can act as
 * that caller, so credentials stay at the gateway: signed claims identify the caller to subgraphs.
 */
import { CLAIMS_HEADER } from '../../base/claims.ts';
import { faultsOf, quote } from '../../base/errors.ts';
import { settingErrors } from '../../base/settings.ts';
import { subgraphWords, type SubgraphWord } from './per-subgraph.ts';

const fault = faultsOf(settingErrors);

/** Never forwarded: they belong to one connection or one hop, or would change how a body is read. */
const NOT_END_TO_END = new Set([
  'connection',
  'proxy-connection',
  'content-encoding',
  'content-length',
  'content-type',
  'accept',
  'accept-encoding',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);
/** Never forwarded: the gateway sets their content itself, in signed claims. */
const RESERVED = new Set([CLAIMS_HEADER, 'x-purpose']);
/**
 * Names of headers that carry credentials: those that the gateway reads (guard/identity), and those that other software uses. These
 * match anywhere in a name; `key` only at the end of a word.
 */
const CREDENTIAL =
  /auth|cookie|token|secret|sess|pass|pwd|credential|jwt|bearer|signature|assertion|cert|saml|ticket|csrf|xsrf|hmac|keys?(?![a-z0-9])/;
/** Short names of credentials; they match only as a whole word of a header's name. */
const CREDENTIAL_WORDS = new Set([
  'sig',
  'sign',
  'signed',
  'sid',
  'pw',
  'pin',
  'otp',
  'totp',
  'mac',
  'jws',
  'jwe',
  'sas',
  'dpop',
  'cred',
  'creds',
  'proof',
  'nonce',
]);
/** Their key is no credential: it identifies a repeated request. */
const NOT_CREDENTIALS = new Set(['idempotency-key', 'x-idempotency-key']);

/** @returns whether a header, in lower case, may carry a credential */
export function isCredential(name: string): boolean {
  if (NOT_CREDENTIALS.has(name)) return false;
  return CREDENTIAL.test(name) || name.split(/[^a-z0-9]/).some((word) => CREDENTIAL_WORDS.has(word));
}

/** @returns the words of SUBGRAPH_HEADERS (`name` or `subgraph:name`), header names in lower case */
export function headerWords(text: string): string[] {
  return subgraphWords(text).map(({ subgraph, word }) =>
    subgraph === undefined ? word.toLowerCase() : `${subgraph}:${word.toLowerCase()}`,
  );
}

/** @param entry one of `headerWords` @returns what was expected instead, or `undefined` when the header may be forwarded */
export function headerProblem(entry: string): string | undefined {
  const { subgraph, word } = wordOf(entry);
  const isName = /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(word) && !NOT_END_TO_END.has(word) && subgraph !== '';
  if (!isName)
    return 'expected names of end-to-end headers, separated by commas, each for all subgraphs or as subgraph:name';
  if (RESERVED.has(word))
    return `expected headers that carry no authorization: ${word} is reserved for the gateway, which sends claims to subgraphs instead`;
  if (subgraph === undefined && isCredential(word))
    return `expected no credential for all subgraphs: ${word} may be named for one, as subgraph:${word}, which OWN_SUBGRAPHS names`;
  return undefined;
}

/** @param words of the option, validated @returns names of the headers that are forwarded to one subgraph, in lower case */
export function namesFor(words: readonly string[], subgraph: string): readonly string[] {
  const mine = words.map(wordOf).filter((one) => one.subgraph === undefined || one.subgraph === subgraph);
  return [...new Set(mine.map(({ word }) => word))];
}

/** @returns names of the headers that any subgraph sees: callers who differ in one of them do not share requests */
export function namesForAny(words: readonly string[]): readonly string[] {
  return [...new Set(words.map((word) => wordOf(word).word))];
}

/**
 * The gateway cannot verify who runs a subgraph: it relies on what the operator declares in OWN_SUBGRAPHS.
 * @throws CodedError BAD_OPTION when a credential is to go to a subgraph that is not named as the operator's own
 */
export function refuseForeignCredentials(words: readonly string[], own: readonly string[]): void {
  const foreign = words.find((entry) => {
    const { subgraph, word } = wordOf(entry);
    return isCredential(word) && (subgraph === undefined || !own.includes(subgraph));
  });
  if (foreign === undefined) return;
  throw fault(
    'BAD_OPTION',
    `SUBGRAPH_HEADERS: expected credentials only for subgraphs that OWN_SUBGRAPHS names as run by the gateway's operator, got ${quote(foreign)}; ` +
      'with CLAIMS_SECRET every subgraph receives signed claims about the caller instead',
  );
}

function wordOf(entry: string): SubgraphWord {
  return subgraphWords(entry)[0] ?? { word: '' };
}
