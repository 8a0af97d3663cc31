/**
 * Certificates and keys in files, read again when they change: certificates live for weeks or days, programs for longer. A new pair that
 * cannot be used is reported, and the old one stays. Files are polled, since secrets that a cluster mounts are moved symbolic links, of which no
 * file system event tells.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { faultsOf, reasonOf } from './errors.ts';

/** Why certificates cannot be used. */
export const tlsErrors = {
  TLS_UNUSABLE: {
    status: 500,
    what: 'A certificate or key cannot be used',
    solve:
      'Give PEM files: a certificate with those between it and its authority, and its key without a passphrase; the message names the option.',
  },
} as const;

/** Makes such an error. */
export const tlsFault = faultsOf(tlsErrors);

/** The files of one side of connections, and the names of their options for messages. */
export interface TlsPaths {
  readonly cert?: string;
  readonly key?: string;
  /** Authorities that the other side's certificate must be from. */
  readonly ca?: string;
  readonly option: { readonly cert: string; readonly key: string; readonly ca: string };
}

/** What was read, as PEM. */
export interface TlsMaterial {
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly ca?: Buffer;
}

/** Files that are read again when they change. */
export interface TlsFiles {
  /** What holds now. */
  readonly current: TlsMaterial;
  /** Name of the option -> when the first of its certificates ends, ms since 1970. */
  readonly ends: ReadonlyMap<string, number>;
  close(): void;
}

/** Told of a change. */
export interface TlsListener {
  /** Another pair holds from now on. @param until when its certificate ends */
  readonly changed: (current: TlsMaterial, until: string | undefined) => void;
  /** The files changed and cannot be used; what held goes on. */
  readonly refused: (problem: Error) => void;
  /** A certificate in use has ended; told once of each. @param option that names its file */
  readonly ended: (option: string) => void;
}

/** How often files are looked at, ms. */
const POLL = 1_000;

/** @param poll ms @throws CodedError TLS_UNUSABLE */
export function openTlsFiles(paths: TlsPaths, listener: TlsListener, poll = POLL): TlsFiles {
  let seen = signature(paths);
  let used = seen;
  let current = readMaterial(paths);
  const tellEnded = endTeller(paths, listener);
  const look = (): void => {
    tellEnded(current);
    const now = signature(paths);
    const isSettled = now === seen;
    seen = now;
    // Certificate and key are written one after the other: they are read once both have been still between two looks.
    if (now === used || !isSettled) return;
    used = now;
    try {
      current = readMaterial(paths);
      const [until] = endsIn(current.cert);
      listener.changed(current, until === undefined ? undefined : new Date(until).toISOString());
    } catch (thrown) {
      listener.refused(thrown as Error);
    }
  };
  const timer = setInterval(look, poll);
  timer.unref();
  return {
    get current() {
      return current;
    },
    get ends() {
      return endsOf(current, paths);
    },
    close: () => clearInterval(timer),
  };
}

/** @throws CodedError TLS_UNUSABLE for files that are missing, no PEM, or a key of another certificate */
function readMaterial({ cert, key, ca, option }: TlsPaths): TlsMaterial {
  if ((cert === undefined) !== (key === undefined))
    throw tlsFault(
      'TLS_UNUSABLE',
      `expected ${option.cert} and ${option.key} together, got only ${cert === undefined ? option.key : option.cert}`,
    );
  const material = {
    ...(cert !== undefined && { cert: read(cert, option.cert) }),
    ...(key !== undefined && { key: read(key, option.key) }),
    ...(ca !== undefined && { ca: read(ca, option.ca) }),
  };
  if (material.ca !== undefined) requireCertificates(material.ca, option.ca);
  try {
    createSecureContext(material);
  } catch (thrown) {
    // OpenSSL's reason, such as `key values mismatch`; never what the files hold.
    throw tlsFault('TLS_UNUSABLE', `${option.cert} and ${option.key}: ${reasonOf(thrown)}`);
  }
  return material;
}

function read(path: string, option: string): Buffer {
  try {
    return readFileSync(path);
  } catch (thrown) {
    throw tlsFault('TLS_UNUSABLE', `${option}: ${reasonOf(thrown)}`);
  }
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** OpenSSL passes over what it cannot read in a list of authorities, and would then trust nobody. */
function requireCertificates(pem: Buffer, option: string): void {
  const found = pem.toString('latin1').match(PEM) ?? [];
  const problem = `${option}: expected certificates in PEM, got something else`;
  if (found.length === 0) throw tlsFault('TLS_UNUSABLE', problem);
  try {
    for (const text of found) new X509Certificate(text);
  } catch {
    throw tlsFault('TLS_UNUSABLE', problem);
  }
}

/** @returns told what holds, tells of what has ended: once for each that was read */
function endTeller(paths: TlsPaths, listener: TlsListener): (current: TlsMaterial) => void {
  let known: { readonly material: TlsMaterial; readonly ends: Map<string, number> } | undefined;
  return (material) => {
    if (known?.material !== material) known = { material, ends: endsOf(material, paths) };
    for (const [option, end] of known.ends)
      if (end <= Date.now()) {
        known.ends.delete(option);
        listener.ended(option);
      }
  };
}

/** @returns name of the option -> when the first of its certificates ends, ms since 1970 */
function endsOf(material: TlsMaterial, { option }: TlsPaths): Map<string, number> {
  return new Map(
    (['cert', 'ca'] as const).flatMap((kind) => {
      const ends = endsIn(material[kind]);
      return ends.length === 0 ? [] : [[option[kind], Math.min(...ends)] as const];
    }),
  );
}

/** @returns when each certificate ends, ms since 1970, in the order of the file */
function endsIn(pem: Buffer | undefined): number[] {
  return (pem?.toString('latin1').match(PEM) ?? []).map((text) => new X509Certificate(text).validToDate.getTime());
}

/** @returns inode, size and time of each file */
function signature({ cert, key, ca }: TlsPaths): string {
  return [cert, key, ca]
    .map((path) => {
      if (path === undefined) return '';
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats === undefined ? 'missing' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
    })
    .join();
}
