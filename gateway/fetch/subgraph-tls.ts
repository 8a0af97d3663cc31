/** Certificates for subgraphs over HTTPS: those of all and those of single ones, each file opened once. */
import type { Log } from '../../base/log.ts';
import type { SettingsOf } from '../../base/settings.ts';
import { openTlsFiles, type TlsFiles } from '../../base/tls-files.ts';
import { limitsOf } from './limits-of-subgraph.ts';
import type { fetchSettings } from './settings.ts';

type Limits = SettingsOf<typeof fetchSettings>;
type Paths = Pick<Limits, 'subgraphCa' | 'subgraphCert' | 'subgraphKey'>;

const OPTION = { ca: 'SUBGRAPH_CA', cert: 'SUBGRAPH_CERT', key: 'SUBGRAPH_KEY' };

/** The open files. */
export class SubgraphTls {
  readonly #log: Log;
  readonly #opened = new Map<string, TlsFiles>();

  /** Opens all that any subgraph has, so that what cannot be used is told at the start. @throws CodedError TLS_UNUSABLE */
  constructor(limits: Limits, log: Log) {
    this.#log = log;
    this.for(limits);
    for (const name of limits.subgraphs.keys()) this.for(limitsOf(limits, name));
  }

  /** @returns what holds for a subgraph with these options; `undefined` where none is set */
  for({ subgraphCa: ca, subgraphCert: cert, subgraphKey: key }: Paths): TlsFiles | undefined {
    if (ca === undefined && cert === undefined && key === undefined) return undefined;
    const id = JSON.stringify([ca, cert, key]);
    let files = this.#opened.get(id);
    if (files === undefined) this.#opened.set(id, (files = this.#open({ ca, cert, key })));
    return files;
  }

  #open(paths: { readonly ca?: string; readonly cert?: string; readonly key?: string }): TlsFiles {
    return openTlsFiles(
      { ...paths, option: OPTION },
      {
        changed: (_current, until) =>
          this.#log.info({ until }, 'TLS: new connections to subgraphs have the new certificates'),
        refused: (problem) =>
          this.#log.error(
            { reason: problem.message },
            'TLS: new certificates for subgraphs cannot be used; the old ones stay in use',
          ),
        ended: (option) => this.#log.error({ option }, 'TLS: a certificate for subgraphs has ended'),
      },
    );
  }

  /** Name of the option -> when the first of its certificates ends, those of single subgraphs included, ms since 1970. */
  get ends(): ReadonlyMap<string, number> {
    const ends = new Map<string, number>();
    for (const files of this.#opened.values())
      for (const [option, end] of files.ends) ends.set(option, Math.min(end, ends.get(option) ?? Infinity));
    return ends;
  }

  close(): void {
    for (const files of this.#opened.values()) files.close();
  }
}
