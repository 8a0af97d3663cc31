/** A subgraph behind TLS: read as any other when its certificate holds, and refused when it does not. */
import type { AddressInfo } from 'node:net';
import { createServer, getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { fetcherFor, question } from '../fetcher-under-test.ts';
import { http } from '../raw-subgraph.ts';
import { selfSigned } from '../../../support/self-signed.ts';

/** A subgraph for `localhost` that closes each connection after its answer. */
async function secureSubgraph({ trusted }: { readonly trusted: boolean }) {
  const certificate = selfSigned('localhost');
  if (trusted) {
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, certificate.cert]);
    onTestFinished(() => setDefaultCACertificates(before));
  }
  const resumed: boolean[] = [];
  const received: Buffer[] = [];
  const server = createServer({ ...certificate, ALPNProtocols: ['h2', 'http/1.1'] }, (socket: TLSSocket) => {
    resumed.push(socket.isSessionReused());
    socket.on('error', () => {}).on('data', (bytes: Buffer) => received.push(bytes));
    socket.once('data', () =>
      socket.end(
        http(200, `{"data":{"spoken":"${socket.alpnProtocol || ''}"}}`, [
          'content-type: application/json',
          'connection: close',
        ]),
      ),
    );
  }).on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  onTestFinished(() => void server.close());
  return { resumed, received, port: (server.address() as AddressInfo).port };
}

it('answers over TLS, and a later connection resumes the session', async () => {
  const { resumed, port } = await secureSubgraph({ trusted: true });
  const fetcher = fetcherFor({ workers: { url: `https://localhost:${port}/graphql` } });
  for (let time = 0; time < 3; time++)
    expect(await fetcher.fetch(question())).toEqual({ data: { spoken: 'http/1.1' } });
  expect(resumed[0]).toBe(false);
  expect(resumed.at(-1)).toBe(true);
});

it.each([
  ['that nobody vouches for', false, 'localhost', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['of another host', true, '127.0.0.1', 'ERR_TLS_CERT_ALTNAME_INVALID'],
])('with a certificate %s is sent nothing', async (_what, trusted, host, reason) => {
  const { received, port } = await secureSubgraph({ trusted });
  const fetcher = fetcherFor({ workers: { url: `https://${host}:${port}/graphql` } });
  await expect(fetcher.fetch(question())).rejects.toMatchObject({
    code: 'SUBGRAPH_UNREACHABLE',
    message: expect.stringContaining(`no secure connection could be opened (${reason})`) as string,
  });
  await fetcher.close();
  expect(received).toEqual([]);
});
