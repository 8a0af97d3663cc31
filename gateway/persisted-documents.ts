/**
 * A request may name its operation in place of sending its text, by a manifest's id or an automatic hash. Here the name is replaced by the
 * text, in a body or in a URL. No later stage knows of names, so both ways of a request answer alike.
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

/** A request that holds its operation as text. */
interface ResolvedDocument {
  readonly request: GraphqlRequest;
  /** Absent for a GET, whose members are in its URL. */
  readonly body: GraphqlBody | undefined;
  /** Of a GET, with every digit: Apollo Server would round them when it reads the URL itself. */
  readonly variables?: GraphqlBody['variables'];
  /** To be called once the operation has been answered, and so is valid: keeps an automatic hash's text. */
  readonly remember?: () => void;
}

/** Resolves the names of operations. */
export interface PersistedDocuments {
  /**
   * @param body absent for a GET
   * @param caller decides whether operations outside of the manifest are allowed; absent: a caller without scopes
   * @param validateText bounds the shape of JSON in a URL before it is parsed
   * @throws CodedError PERSISTED_HASH, PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED, OPERATION_NOT_LISTED, BAD_REQUEST
   */
  resolveDocument(
    request: GraphqlRequest,
    body: GraphqlBody | undefined,
    caller: Pick<Caller, 'scopes'> | undefined,
    validateText: (text: string) => void,
  ): ResolvedDocument;
  /** Stops watching the manifest. */
  close(): void;
}

const NO_SCOPES = { scopes: new Set<string>() };

/** Reads the manifest and watches it. @throws CodedError BAD_MANIFEST when the mode needs a manifest that is missing or broken */
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
    resolveDocument: (request, body, caller = NO_SCOPES, validateText) =>
      body === undefined ? inSearch(request, resolve, caller, validateText) : inBody(request, body, resolve, caller),
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
  const resolvedBody = { ...body, query: resolved.text, extensions: unnamed(body), documentId: undefined };
  return { request, body: resolvedBody, remember: resolved.remember };
}

function inSearch(
  request: GraphqlRequest,
  resolve: ResolveOperation,
  caller: Pick<Caller, 'scopes'>,
  validateText: (text: string) => void,
): ResolvedDocument {
  const members = readGraphqlSearch(request.search, validateText);
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

/** The extensions without the name of a persisted operation. */
function unnamed({ extensions }: GraphqlBody): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(extensions ?? {}).filter(([name]) => name !== 'persistedQuery'));
}
