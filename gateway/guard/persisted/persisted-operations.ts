/**
 * Finds the text of an operation that a request names by a hash, and checks whether it may send its own text. Two kinds of hash look the
 * same in a request: an id of the manifest, which the operator lists, and an automatic one, which only saves sending the text again.
 */
import { LRUCache } from 'lru-cache';
import type { Caller } from '../identity/caller.ts';
import { persistedFault } from './errors.ts';
import { hashOf, type Manifest } from './manifest.ts';

/** `off`: no manifest. `allowed`: its operations by id, any other by text. `only`: nothing but its operations. */
export type PersistedMode = 'off' | 'allowed' | 'only';

/** How operations may be named. */
export interface PersistedOptions {
  readonly mode: PersistedMode;
  /** The manifest in force now; called each time, since the manifest is replaced when its file changes. */
  readonly manifest?: () => Manifest;
  /** Memory for the texts of automatic hashes, bytes; 0 turns them off. */
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
  /** Stores the text for its hash. Call it when the text has turned out to be valid, so that invalid texts take no memory. */
  readonly remember?: () => void;
}

/**
 * Resolves a request to the text of its operation.
 * @returns the text, or `undefined` where the request names no operation
 * @throws CodedError PERSISTED_HASH, PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED, OPERATION_NOT_LISTED
 */
export type ResolveOperation = (request: OperationRequest, caller: Pick<Caller, 'scopes'>) => Resolved | undefined;

/** The largest share of the memory for one text; a longer text is not stored, so the client sends it each time. */
const LARGEST_SHARE = 0.05;

/**
 * Makes the resolver of a gateway, with an empty memory of automatic hashes.
 * @throws TypeError where the mode requires a manifest and there is none
 */
export function persistedOperations(options: PersistedOptions): ResolveOperation {
  const operations = new PersistedOperations(options);
  return (request, caller) => operations.resolve(request, caller);
}

class PersistedOperations {
  readonly #mode: PersistedMode;
  readonly #manifest: (() => Manifest) | undefined;
  /** Texts by their automatic hash; undefined where these are off. */
  readonly #automatic: LRUCache<string, string> | undefined;

  constructor({ mode, manifest, automaticBytes }: PersistedOptions) {
    if (mode !== 'off' && manifest === undefined)
      throw new TypeError(`persisted operations are ${mode}, but there is no manifest`);
    this.#mode = mode;
    this.#manifest = mode === 'off' ? undefined : manifest;
    this.#automatic = automaticBytes === 0 ? undefined : automaticTexts(automaticBytes);
  }

  resolve(request: OperationRequest, caller: Pick<Caller, 'scopes'>): Resolved | undefined {
    const free = this.#mode !== 'only' || caller.scopes.has('operation:any');
    const text = request.query ?? undefined;
    const name = nameIn(request);
    if (name !== undefined) return this.#byName(name, text, free);
    if (text === undefined) return undefined;
    return free ? { text } : this.#listedOnly(text);
  }

  /** @param free whether the caller may send operations that are not listed */
  #byName({ hash, isId }: Name, text: string | undefined, free: boolean): Resolved {
    const listed = this.#manifest?.().byId(hash);
    if (listed !== undefined) return { text: listed };
    if (text === undefined) this.#refuseUnknown({ hash, isId }, free);
    if (!free) return this.#listedOnly(text);
    if (this.#automatic === undefined) {
      if (text !== undefined) return { text };
      throw persistedFault('PERSISTED_QUERY_NOT_SUPPORTED');
    }
    if (text === undefined) return found(this.#automatic.get(hash));
    if (hashOf(text) !== hash) throw persistedFault('PERSISTED_HASH', 'the hash is not that of the query');
    return { text, remember: () => void this.#automatic?.set(hash, text) };
  }

  /** A client that names an id has no text to send instead, and a malformed hash will never be found: both are refused for good. */
  #refuseUnknown({ hash, isId }: Name, free: boolean): void {
    if (isId && !free) throw persistedFault('OPERATION_NOT_LISTED', 'the manifest has no such id');
    if (!isId && (this.#automatic !== undefined || !free)) refuseMalformed(hash);
  }

  #listedOnly(text: string | undefined): Resolved {
    if (text === undefined) throw persistedFault('PERSISTED_QUERY_NOT_FOUND');
    if (this.#manifest!().lists(text)) return { text };
    throw persistedFault('OPERATION_NOT_LISTED');
  }
}

function automaticTexts(maxSize: number): LRUCache<string, string> {
  return new LRUCache<string, string>({
    maxSize,
    maxEntrySize: Math.ceil(maxSize * LARGEST_SHARE),
    sizeCalculation: (text) => 2 * text.length + 200,
  });
}

function found(text: string | undefined): Resolved {
  if (text === undefined) throw persistedFault('PERSISTED_QUERY_NOT_FOUND');
  return { text };
}

function refuseMalformed(hash: string): void {
  if (!HASH.test(hash))
    throw persistedFault('PERSISTED_HASH', 'expected sha256Hash to be 64 hexadecimal digits in lower case');
}

const HASH = /^[0-9a-f]{64}$/;

/** How a request names its operation: by an id of the manifest, or by the hash of a text that the client may send later. */
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
