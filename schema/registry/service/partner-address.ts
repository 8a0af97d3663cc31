/** Where a partner may send the gateway: not to what listens on the gateway's own machine. Operators may. */
import { BlockList, isIP } from 'node:net';
import { registryFault } from '../errors.ts';

const inside = new BlockList();
for (const [address, bits, family] of [
  ['127.0.0.0', 8, 'ipv4'],
  ['0.0.0.0', 8, 'ipv4'],
  // Link-local: clouds answer there with secrets of the machine.
  ['169.254.0.0', 16, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
] as const)
  inside.addSubnet(address, bits, family);

/** A name that leads inside is not seen here: docs/threat-model.md. @throws CodedError REGISTRY_FORBIDDEN */
export function requirePartnerAddress(url: string): void {
  if (url === '') return;
  const { protocol, hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const isInside =
    family === 0 ? /(?:^|\.)localhost\.?$/i.test(host) : inside.check(host, family === 4 ? 'ipv4' : 'ipv6');
  if (protocol === 'unix:' || isInside)
    throw registryFault(
      'REGISTRY_FORBIDDEN',
      `an address on the machine of the gateway is for operators, got ${host || 'a socket'}`,
    );
}
