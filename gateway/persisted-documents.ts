/**
 * A request may name its operation in place of writing it out (a manifest's id, an automatic hash). Here the name becomes the
 * text, wherever the request has it, so that nothing behind it knows of names and both ways answer alike.
 */
import type { Log } from '../base/log.ts';
import type { SettingsOf } from '../base/settings.ts';
import type { Caller } from './guard/identity/caller.ts';
import { persistedOperations, type ResolveOperation } from './guard/persisted/persisted-operations.ts';
import type { persistedSettings } from './guard/persisted/settings.ts';
import { watchManifest } from './guard/persisted/watch-manifest.ts';
import type { GraphqlBody } from './http/graphql-body.ts';
import type { GraphqlRequest } from './http/graphql-request.ts';
import { readGraphqlSearch, withoutEmpty, withQuery } from './http/graphql-search.ts';

/** A request whose operation stands in it as text. */
interface ResolvedDocument {
  readonly request: GraphqlRequest;
  /** Absent for a GET, whose members stand in its URL. */
  readonly body: GraphqlBody | undefined;
  /** A GET's, with every digit: Apollo Server reads them too, and rounds. */
  readonly variables?: GraphqlBody['variables'];
  /** To be called when the operation has turned out to be valid. */
  readonly remember?: () => void;
}

export interface PersistedDocuments {
  /** @throws CodedError PERSISTED_HASH, PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED, OPERATION_NOT_LISTED, BAD_REQUEST */
  resolveDocument(
    request: GraphqlRequest,
    body: GraphqlBody | undefined,
    caller: Pick<Caller, 'scopes'> | undefined,
    judge: (text: string) => void,
  ): ResolvedDocument;
  close(): void;
}

const NOBODY = { scopes: new Set<string>() };

/** @throws CodedError BAD_MANIFEST when a manifest is to be used and is not there or broken */
export async function openPersistedDocuments(
  settings: SettingsOf<typeof persistedSettings>,
  log: Log,
): Promise<PersistedDocuments> {
  const { persisted: mode, automaticBytes } = settings;
  const watched =
    mode === 'off'
      ? undefined
      : await watchManifest(settings.manifest, (err) =>
          log.warn({ err }, 'the manifest could not be read again; the one before stays in force'),
        );
  const resolve = persistedOperations({ mode, manifest: watched && (() => watched.current()), automaticBytes });
  return {
    resolveDocument: (request, body, caller = NOBODY, judge) =>
      body === undefined ? inSearch(request, resolve, caller, judge) : inBody(request, body, resolve, caller),
    close: () => watched?.close(),
  };
}

function inBody(
  request: GraphqlRequest,
  body: GraphqlBody,
  resolve: ResolveOperation,
  caller: Pick<Caller, 'scopes'>,
): ResolvedDocument {
  const resolved = resolve(body, caller);
  if (resolved === undefined || !isNamed(body)) return { request, body };
  const written = { ...body, query: resolved.text, extensions: unnamed(body), documentId: undefined };
  return { request, body: written, remember: resolved.remember };
}

function inSearch(
  request: GraphqlRequest,
  resolve: ResolveOperation,
  caller: Pick<Caller, 'scopes'>,
  judge: (text: string) => void,
): ResolvedDocument {
  const members = readGraphqlSearch(request.search, judge);
  const resolved = resolve(members, caller);
  const search = withoutEmpty(request.search);
  const { variables } = members;
  if (resolved === undefined || !isNamed(members))
    return { request: { ...request, search }, body: undefined, variables };
  return {
    request: { ...request, search: withQuery(search, resolved.text, unnamed(members)) },
    body: undefined,
    variables,
    remember: resolved.remember,
  };
}

function isNamed({ documentId, extensions }: GraphqlBody): boolean {
  return documentId != null || extensions?.['persistedQuery'] !== undefined;
}

/** The extensions that are left when the operation stands in the request. */
function unnamed({ extensions }: GraphqlBody): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(extensions ?? {}).filter(([name]) => name !== 'persistedQuery'));
}
