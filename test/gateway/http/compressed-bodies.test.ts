/** Bodies that arrive compressed: the bounds hold for what they swell to, and what their headers say of them is not believed. */
import { connect } from 'node:net';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../../base/listen.ts';
import { crossOrigin } from '../../../gateway/http/cross-origin.ts';
import { CLOSED_AT_ONCE } from '../../../gateway/http/leave.ts';
import { createHttpServer } from '../../../gateway/http/server.ts';

const MAX_BODY = 100_000;
const ENCODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  zstd: zstdCompressSync,
};
const BODY = Buffer.from('{"query":"{ people { name } }"}');

describe('a compressed body', () => {
  let port: number;
  let close: () => Promise<void>;
  let read: string[] = [];
  beforeAll(async () => {
    const http = await createHttpServer({
      validateHost: () => {},
      handler: ({ body }) => {
        read.push(body!.toString());
        return Promise.resolve({ status: 200, headers: {}, body: '{"data":null}' });
      },
      crossOrigin: crossOrigin([]),
      readiness: () => ({ state: 'ready' }),
      maxBody: MAX_BODY,
      maxBodies: 300_000,
      bodyTimeout: 500,
    });
    port = await listen(http.server, 0, '127.0.0.1', '--port');
    close = () => http.leave(CLOSED_AT_ONCE);
  });
  afterAll(() => close());

  const post = async (bytes: Buffer, encoding: string) => {
    read = [];
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      body: new Uint8Array(bytes),
    });
    const text = await response.text();
    const { errors } = JSON.parse(text) as { errors?: [{ extensions: { code: string } }] };
    return { status: response.status, code: errors?.[0].extensions.code, headers: response.headers };
  };

  it.each(Object.entries(ENCODERS))('is read: %s', async (encoding, encode) => {
    expect((await post(encode(BODY), encoding)).status).toBe(200);
    expect(read).toEqual([BODY.toString()]);
    await post(encode(BODY), encoding.toUpperCase());
    expect(read).toEqual([BODY.toString()]);
  });

  it('is read where its sender leaves out the head of zlib, and as it is where it is not compressed', async () => {
    expect((await post(deflateRawSync(BODY), 'deflate')).status).toBe(200);
    expect((await post(BODY, 'identity')).status).toBe(200);
  });

  it.each(Object.entries(ENCODERS))('may swell to the limit and no further: %s', async (encoding, encode) => {
    expect((await post(encode(Buffer.alloc(MAX_BODY, 32)), encoding)).status).toBe(200);
    expect(await post(encode(Buffer.alloc(MAX_BODY + 1, 32)), encoding)).toMatchObject({
      status: 413,
      code: 'BODY_TOO_LARGE',
    });
    expect(await post(encode(Buffer.alloc(5_000_000, 32)), encoding)).toMatchObject({ code: 'BODY_TOO_LARGE' });
    expect(read).toEqual([]);
  });

  it.each(Object.entries(ENCODERS))(
    'is refused where it is broken, cut off or something else: %s',
    async (encoding, encode) => {
      const whole = encode(BODY);
      for (const bytes of [BODY, whole.subarray(0, -3), Buffer.alloc(0)])
        expect(await post(bytes, encoding)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
      expect(read).toEqual([]);
    },
  );

  it.each(['compress', 'gzip, br', 'gzip, gzip', 'gz', 'gzip;q=1', '__proto__'])(
    'is refused unread in an encoding that nobody knows: %s',
    async (encoding) => {
      const reply = await post(gzipSync(BODY), encoding);
      expect(reply).toMatchObject({ status: 415, code: 'CONTENT_ENCODING' });
      expect(reply.headers.get('accept-encoding')).toBe('gzip, br, deflate, zstd');
    },
  );

  it('may not ask for more memory than HTTP allows, however short it is', async () => {
    const params = { [constants.ZSTD_c_windowLog]: 25 };
    const window = zstdCompressSync(Buffer.alloc(20_000_000, 32), { params });
    expect(window.length).toBeLessThan(1_000);
    expect(await post(window, 'zstd')).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  it.each([
    ['less than is sent', -4, /^HTTP\/1.1 400 /],
    ['more than is sent', 10, /^HTTP\/1.1 408 [^]*REQUEST_UNFINISHED/],
    ['more than may be sent', 1_000_000, /^HTTP\/1.1 413 [^]*BODY_TOO_LARGE/],
  ])('is not read where its Content-Length says %s', async (_what, more, expected) => {
    read = [];
    const zipped = gzipSync(BODY);
    const heard = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n');
        socket.write(`content-encoding: gzip\r\ncontent-length: ${zipped.length + more}\r\n\r\n`);
        socket.write(zipped);
      });
      socket
        .on('data', (bytes: Buffer) => (text += bytes))
        .on('error', () => {})
        .on('close', () => resolve(text));
    });
    expect(heard).toMatch(expected);
    expect(read).toEqual([]);
  });
});
