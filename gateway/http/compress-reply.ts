/**
 * Compression of answers. Never of one with a secret in it: whoever can have a client's own words put beside a secret, and sees how long the
 * answer is, learns from its length which of them the secret repeats (BREACH). Every answer repeats something of what its client has sent,
 * if only its aliases. So only those are compressed that hold nothing that is kept from anybody (guard/policy/open-answers.ts): counts
 * and public data, which are the large ones. Refusals are never compressed.
 *
 * Node compresses in libuv's threads, never on the main loop. Short answers are sent as they are, without any work.
 */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';
import { acceptedEncoding, type Encoding } from './accepted-encoding.ts';
import type { GraphqlReply } from './graphql-request.ts';

/** Shorter answers fit into a packet or two in any form, bytes. */
const LEAST = 1_024;

/**
 * Each at the level that is smaller than gzip's at about gzip's cost: half a ms of CPU for the 90 kB of a table of villages. Lower levels make twice as
 * many bytes of such tables, and higher ones save a tenth for several times the cost.
 */
const COMPRESS: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  zstd: (bytes) => zstd(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 9 } }),
  br: (bytes) => brotli(bytes, { params: brotliParams(bytes.length) }),
  gzip: (bytes) => gzipped(bytes, { level: 6 }),
};
const zstd = promisify(zstdCompress);
const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** @param acceptEncoding the header's value @returns the same where it is short, not open, or the client takes no compression */
export function compressReply(
  reply: GraphqlReply,
  acceptEncoding: string | undefined,
): GraphqlReply | Promise<GraphqlReply> {
  if (reply.open !== true || reply.body.length < LEAST) return reply;
  const encoding = acceptedEncoding(acceptEncoding);
  return encoding === undefined ? reply : compressed(reply, encoding);
}

async function compressed(reply: GraphqlReply, encoding: Encoding): Promise<GraphqlReply> {
  const plain = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  // Without memory for it, and for what does not shrink, the plain form is as good.
  const body = await COMPRESS[encoding](plain).catch(() => plain);
  if (body.length >= plain.length) return { ...reply, body: plain };
  const { etag } = reply.headers;
  // Of the bytes before: those that travel are others, and mean the same.
  const headers = { ...reply.headers, 'content-encoding': encoding, ...(etag !== undefined && { etag: `W/${etag}` }) };
  return { ...reply, headers, body };
}

const brotliParams = (size: number) => ({
  [constants.BROTLI_PARAM_QUALITY]: 5,
  [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  [constants.BROTLI_PARAM_SIZE_HINT]: size,
});
