/** TLS at the gateway's port, from its options. */
import type { Lifecycle } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { openTlsFiles, tlsFault, type TlsListener } from '../base/tls-files.ts';
import type { FrontTls } from './http/leave.ts';
import type { GatewaySettings } from './settings.ts';

type Options = Pick<GatewaySettings, 'tlsCert' | 'tlsKey' | 'tlsClientCa' | 'http2'>;

const OPTION = { cert: 'TLS_CERT', key: 'TLS_KEY', ca: 'TLS_CLIENT_CA' };

/** `https` where the gateway has a certificate. */
export function schemeOf({ tlsCert }: Pick<Options, 'tlsCert'>): 'http' | 'https' {
  return tlsCert === undefined ? 'http' : 'https';
}

/** @returns certificates that are read again when their files change; `undefined` where the port speaks plain HTTP @throws CodedError TLS_UNUSABLE */
export function openFrontTls(
  { tlsCert: cert, tlsKey: key, tlsClientCa: ca, http2 }: Options,
  { log, lifecycle }: { readonly log: Log; readonly lifecycle: Lifecycle },
): FrontTls | undefined {
  if (cert === undefined && key === undefined) {
    if (ca === undefined) return undefined;
    // The port would be open to all, without TLS.
    throw tlsFault('TLS_UNUSABLE', 'expected TLS_CERT and TLS_KEY with TLS_CLIENT_CA, got neither');
  }
  let renewed: Parameters<FrontTls['onChange']>[0] = () => {};
  const listener: TlsListener = {
    changed: (current, until) => {
      renewed(current);
      log.info({ until }, 'TLS: new connections have the new certificate');
    },
    refused: (problem) =>
      log.error({ reason: problem.message }, 'TLS: the new certificate cannot be used; the old one stays in use'),
    ended: (option) => log.error({ option }, 'TLS: a certificate in use has ended: nobody can connect with it'),
  };
  const files = openTlsFiles({ cert, key, ca, option: OPTION }, listener);
  lifecycle.onStop('certificates', () => files.close());
  return {
    material: files.current,
    ends: () => files.ends,
    requireClient: ca !== undefined,
    http2,
    onChange: (listener) => (renewed = listener),
  };
}
