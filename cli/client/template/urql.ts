/** urql with its normalized cache for the graph. */
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange, type KeyingConfig } from '@urql/exchange-graphcache';
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

/** @param token a bearer token; left out: as the public @param url another address than that of settings.ts */
export function graphClient(token?: string, url: string = GRAPH): Client {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return new Client({
    url,
    exchanges: [cacheExchange({ keys }), fetchExchange],
    fetchOptions: { headers },
    // What a URL says others log, and a question of somebody who may see persons can hold a person's number.
    preferGetMethod: token === undefined ? 'within-url-limit' : false,
  });
}
