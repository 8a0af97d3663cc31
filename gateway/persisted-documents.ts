/**
 * A request may name its operation in place of sending its text, by a manifest's id or an automatic hash. Here the name is replaced by the
 * text. No later stage knows of names, so both ways of a request answer alike.
 */
import type { Log } from '../base/log.ts';
import type { SettingsOf } from '../base/settings.ts';
import type { Caller } from './guard/identity/caller.ts';
import { persistedOperations, type ResolveOperation } from './guard/persisted/persisted-operations.ts';
import type { persistedSettings } from './guard/persisted/settings.ts';
import { watchManifest } from './guard/persisted/watch-manifest.ts';
import { httpFault } from './http/errors.ts';
import type { GraphqlBody } from './http/graphql-body.ts';

/** A request that holds its operation as text. */
interface ResolvedDocument {
  readonly body: ReadableBody;
  /** To be called once the operation has been answered, and so is valid: keeps an automatic hash's text. */
  readonly remember?: () => void;
}

/** The members of a request that has the text of its operation. */
export interface ReadableBody extends GraphqlBody {
  readonly query: string;
}

/** Resolves the names of operations. */
export interface PersistedDocuments {
  /**
   * @param caller decides whether operations outside of the manifest are allowed; absent: a caller without scopes
   * @throws CodedError PERSISTED_HASH, PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED, OPERATION_NOT_LISTED, BAD_REQUEST
   */
  resolveDocument(body: GraphqlBody, caller: Pick<Caller, 'scopes'> | undefined): ResolvedDocument;
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
    resolveDocument: (body, caller = NO_SCOPES) => resolved(body, resolve(body, caller)),
    close: () => watched?.close(),
  };
}

function resolved(body: GraphqlBody, found: ReturnType<ResolveOperation>): ResolvedDocument {
  if (found === undefined || found.text === '')
    throw httpFault('BAD_REQUEST', 'expected "query" to be the text of an operation, got none');
  if (!isNamed(body)) return { body: body as ReadableBody };
  const { text: query, remember } = found;
  return { body: { ...body, query, extensions: unnamed(body), documentId: undefined }, remember };
}

function isNamed({ documentId, extensions }: GraphqlBody): boolean {
  return documentId != null || extensions?.['persistedQuery'] !== undefined;
}

/** The extensions without the name of a persisted operation. */
function unnamed({ extensions }: GraphqlBody): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(extensions ?? {}).filter(([name]) => name !== 'persistedQuery'));
}
