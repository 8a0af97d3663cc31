/**
 * Which of a caller's headers an operator may let subgraphs see (SUBGRAPH_HEADERS). A credential in the hands of another agency is a
 * caller's whole power in its hands, so it stays at the gateway: subgraphs are told who asks by signed claims.
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
/** Never forwarded: what they say to a subgraph is the gateway's to say, in signed claims. */
const OURS = new Set([CLAIMS_HEADER, 'x-purpose']);
/**
 * Names that mean power for whoever holds the value: what the gateway itself reads of a caller (guard/identity), and what others call
 * theirs. Some are told wherever they stand, short ones only as a word of their own, and a key wherever a word ends with it.
 */
const CREDENTIAL =
  /auth|cookie|token|secret|sess|pass|pwd|credential|jwt|bearer|signature|assertion|cert|saml|ticket|csrf|xsrf|hmac|keys?(?![a-z0-9])/;
const SHORT = new Set([
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
/** Speak of a key that opens nothing: it tells one attempt from the next. */
const NO_CREDENTIAL = new Set(['idempotency-key', 'x-idempotency-key']);

/** @returns whether a header, in lower case, may carry a credential */
function isCredential(name: string): boolean {
  if (NO_CREDENTIAL.has(name)) return false;
  return CREDENTIAL.test(name) || name.split(/[^a-z0-9]/).some((word) => SHORT.has(word));
}

/** @returns the option's words, header names in lower case */
export function headerWords(text: string): string[] {
  return subgraphWords(text).map(({ subgraph, word }) =>
    subgraph === undefined ? word.toLowerCase() : `${subgraph}:${word.toLowerCase()}`,
  );
}

/** @returns what was expected of a word of the option, or `undefined` when it may be forwarded */
export function headerProblem(given: string): string | undefined {
  const { subgraph, word } = wordOf(given);
  const isName = /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(word) && !NOT_END_TO_END.has(word) && subgraph !== '';
  if (!isName)
    return 'expected names of end-to-end headers, separated by commas, each for all subgraphs or as subgraph:name';
  if (OURS.has(word))
    return `expected headers that say nothing of the caller's rights: ${word} is the gateway's own, and claims tell subgraphs of it`;
  if (subgraph === undefined && isCredential(word))
    return `expected no credential for all subgraphs: ${word} may be named for one, as subgraph:${word}, which OWN_SUBGRAPHS names`;
  return undefined;
}

/** @param words of the option, judged @returns names of the headers that one subgraph sees */
export function namesFor(words: readonly string[], subgraph: string): readonly string[] {
  const mine = words.map(wordOf).filter((one) => one.subgraph === undefined || one.subgraph === subgraph);
  return [...new Set(mine.map(({ word }) => word))];
}

/** @returns names of the headers that any subgraph sees: callers who differ in one of them are not the same */
export function namesForAny(words: readonly string[]): readonly string[] {
  return [...new Set(words.map((word) => wordOf(word).word))];
}

/**
 * The gateway cannot see who runs a subgraph, so it believes the operator, and only where they say so.
 * @throws CodedError BAD_OPTION when a credential is to go to a subgraph that is not named as the operator's own
 */
export function refuseForeignCredentials(words: readonly string[], own: readonly string[]): void {
  const foreign = words.find((given) => {
    const { subgraph, word } = wordOf(given);
    return isCredential(word) && (subgraph === undefined || !own.includes(subgraph));
  });
  if (foreign === undefined) return;
  throw fault(
    'BAD_OPTION',
    `SUBGRAPH_HEADERS: expected credentials only for subgraphs that OWN_SUBGRAPHS names as run by the gateway's operator, got ${quote(foreign)}; ` +
      'CLAIMS_SECRET tells any subgraph who asks',
  );
}

function wordOf(given: string): SubgraphWord {
  return subgraphWords(given)[0] ?? { word: '' };
}
