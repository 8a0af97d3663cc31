/** urql with its normalized cache for the graph. */
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange, type KeyingConfig } from '@urql/exchange-graphcache';
import { credentialHeaders, type Credential } from './credential.ts';
import { KEYS, TYPES_IN_OTHERS, TYPES_IN_OTHERS_OF_ONE_MONTH } from './schema-facts.ts';
import { GRAPH } from './settings.ts';

/** What an object is kept by: parts by their place in another object. */
export const keys: KeyingConfig = {
  ...Object.fromEntries(
    Object.entries(KEYS).map(([type, fields]) => [
      type,
      (data: Readonly<Record<string, unknown>>) => fields.map((field) => String(data[field])).join(':'),
    ]),
  ),
  ...Object.fromEntries([...TYPES_IN_OTHERS, ...TYPES_IN_OTHERS_OF_ONE_MONTH].map((type) => [type, () => null])),
};

/** As whom is asked, and where. */
export interface ClientOptions extends Credential {
  /** Another address than that of settings.ts. */
  readonly url?: string | undefined;
}

/** The client of a page. How old an answer is, `freshnessOf(result.extensions)` says; of one of the cache nothing. */
export function graphClient({ url = GRAPH, ...credential }: ClientOptions = {}): Client {
  const headers = credentialHeaders(credential);
  return new Client({
    url,
    exchanges: [cacheExchange({ keys }), fetchExchange],
    fetchOptions: { headers },
    // What a URL says others log, and a question of somebody who may see persons can hold a person's number.
    preferGetMethod: Object.keys(headers).length === 0 ? 'within-url-limit' : false,
  });
}
