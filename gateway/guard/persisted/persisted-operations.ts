/**
 * Which text a request means, when it may name it by a hash, and whether it may bring its own. Two kinds of hash look the same on the
 * wire: an id of the manifest, which the operator vouches for, and an automatic one, which only saves sending the text again.
 */
import { LRUCache } from 'lru-cache';
import type { Caller } from '../identity/caller.ts';
import { persistedFault } from './errors.ts';
import { hashOf, type Manifest } from './manifest.ts';

/** `off`: no manifest. `allowed`: its operations by id, any other by text. `only`: nothing but its operations. */
export type PersistedMode = 'off' | 'allowed' | 'only';

export interface PersistedOptions {
  readonly mode: PersistedMode;
  /** The manifest in force now; asked for each time, since it is replaced when its file changes. */
  readonly manifest?: () => Manifest;
  /** bytes of texts that automatic hashes may hold; 0 turns them off */
  readonly automaticBytes: number;
}

/** The members of a request that name its operation. */
export interface OperationRequest {
  readonly query?: string | null;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
  /** Names an operation of the manifest, as GraphQL over HTTP proposes for persisted documents. */
  readonly documentId?: unknown;
}

interface Resolved {
  readonly text: string;
  /** Keeps the text for its hash; to be called when it has turned out to be valid, so that nonsense takes no place. */
  readonly remember?: () => void;
}

/**
 * @returns the text, or `undefined` when the request names no operation at all
 * @throws CodedError PERSISTED_HASH, PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED, OPERATION_NOT_LISTED
 */
export type ResolveOperation = (request: OperationRequest, caller: Pick<Caller, 'scopes'>) => Resolved | undefined;

/** A longer text is sent each time. */
const LARGEST_SHARE = 0.05;

export function persistedOperations({ mode, manifest, automaticBytes }: PersistedOptions): ResolveOperation {
  const listed = mode === 'off' ? undefined : manifest?.();
  if (mode !== 'off' && listed === undefined)
    throw new TypeError(`persisted operations are ${mode}, but there is no manifest`);
  const automatic =
    automaticBytes === 0
      ? undefined
      : new LRUCache<string, string>({
          maxSize: automaticBytes,
          maxEntrySize: Math.ceil(automaticBytes * LARGEST_SHARE),
          sizeCalculation: (text) => 2 * text.length + 200,
        });
  const known = (id: string): string | undefined => (mode === 'off' ? undefined : manifest!().byId(id));

  const byHash = ({ hash, isId }: Name, text: string | undefined, free: boolean): Resolved => {
    const listedText = known(hash);
    if (listedText !== undefined) return { text: listedText };
    // Whoever names an id has no text to send instead; a hash that is none will never be found.
    if (isId && text === undefined && !free)
      throw persistedFault('OPERATION_NOT_LISTED', 'the manifest has no such id');
    if (!isId && text === undefined && (automatic !== undefined || !free)) refuseNoHash(hash);
    if (!free) return listedOnly(text);
    if (automatic === undefined) {
      if (text !== undefined) return { text };
      throw persistedFault('PERSISTED_QUERY_NOT_SUPPORTED');
    }
    if (text === undefined) return found(automatic.get(hash));
    if (hashOf(text) !== hash) throw persistedFault('PERSISTED_HASH', 'the hash is not that of the query');
    return { text, remember: () => void automatic.set(hash, text) };
  };
  const listedOnly = (text: string | undefined): Resolved => {
    if (text === undefined) throw persistedFault('PERSISTED_QUERY_NOT_FOUND');
    if (manifest!().lists(text)) return { text };
    throw persistedFault('OPERATION_NOT_LISTED');
  };

  return (request, caller) => {
    const free = mode !== 'only' || caller.scopes.has('operation:any');
    const text = request.query ?? undefined;
    const name = nameIn(request);
    if (name !== undefined) return byHash(name, text, free);
    if (text === undefined) return undefined;
    return free ? { text } : listedOnly(text);
  };
}

function found(text: string | undefined): Resolved {
  if (text === undefined) throw persistedFault('PERSISTED_QUERY_NOT_FOUND');
  return { text };
}

function refuseNoHash(hash: string): void {
  if (!HASH.test(hash))
    throw persistedFault('PERSISTED_HASH', 'expected sha256Hash to be 64 hexadecimal digits in lower case');
}

const HASH = /^[0-9a-f]{64}$/;

/** What a request names its operation by: an id, which the manifest alone can have, or the hash of a text, which it may send later. */
interface Name {
  readonly hash: string;
  readonly isId: boolean;
}

function nameIn({ extensions, documentId }: OperationRequest): Name | undefined {
  if (documentId !== undefined && documentId !== null) {
    if (typeof documentId !== 'string' || documentId.length > 256)
      throw persistedFault('PERSISTED_HASH', 'expected documentId to be a string of at most 256 characters');
    return { hash: documentId.replace(/^sha256:/, ''), isId: true };
  }
  const persisted = extensions?.persistedQuery;
  if (persisted === undefined || persisted === null) return undefined;
  const { version, sha256Hash } = persisted as { version?: unknown; sha256Hash?: unknown };
  if (version !== 1) throw persistedFault('PERSISTED_HASH', 'expected version 1');
  if (typeof sha256Hash !== 'string' || sha256Hash.length > 256)
    throw persistedFault('PERSISTED_HASH', 'expected sha256Hash to be a string of at most 256 characters');
  return { hash: sha256Hash, isId: false };
}
