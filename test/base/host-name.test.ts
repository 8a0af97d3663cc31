import { describe, expect, it } from 'vitest';
import { hostNameOf, hostNameOfAddress, isLoopbackName } from '../../base/host-name.ts';

describe('the name in a Host header', () => {
  it.each([
    ['localhost', 'localhost'],
    ['LocalHost:4000', 'localhost'],
    ['localhost.', 'localhost'],
    ['localhost.:80', 'localhost'],
    ['localhost:', 'localhost'],
    ['127.0.0.1:4000', '127.0.0.1'],
    ['127.1', '127.0.0.1'],
    ['0x7f000001', '127.0.0.1'],
    ['[::1]', '[::1]'],
    ['[::1]:4000', '[::1]'],
    ['[0:0:0:0:0:0:0:1]:4000', '[::1]'],
    ['[::FFFF:10.0.0.7]:1', '10.0.0.7'],
    ['[FE80::1]', '[fe80::1]'],
    ['Graf.Bekasi.example:443', 'graf.bekasi.example'],
    ['gateway', 'gateway'],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('of %j is %j', (header, name) => expect(hostNameOf(header)).toBe(name));

  it.each([
    '',
    ':4000',
    'localhost:4000:1',
    'user@localhost',
    'evil.test/@localhost',
    'localhost/..',
    'localhost?',
    'localhost#',
    'local host',
    '::1',
    '[::1',
    '[::1]evil',
    '[localhost]',
    'localhost\\evil',
    'localhost:port',
  ])('is none in %j', (header) => expect(hostNameOf(header)).toBeUndefined());
});

it("is the same for a socket's address, with its zone and as IPv6 writes IPv4", () => {
  expect(['::1', '::ffff:127.0.0.1', 'fe80::1%eth0', '10.0.0.7', 'myhost'].map(hostNameOfAddress)).toEqual([
    '[::1]',
    '127.0.0.1',
    '[fe80::1]',
    '10.0.0.7',
    'myhost',
  ]);
});

it('means this machine for loopback alone', () => {
  for (const name of ['localhost', '[::1]', '127.0.0.1', '127.8.9.10']) expect(isLoopbackName(name)).toBe(true);
  for (const name of [
    '0.0.0.0',
    '[::]',
    '127.evil.test',
    '127.0.0.1.evil.test',
    'localhost.evil.test',
    'evil-localhost',
    '128.0.0.1',
  ])
    expect(isLoopbackName(name)).toBe(false);
});
