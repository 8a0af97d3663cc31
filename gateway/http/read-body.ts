/** Reads the body of a POST, within the bounds on its size. A refusal costs little: no body is read that is too large or of a wrong type. */
import type { IncomingMessage } from 'node:http';
import { quote, type CodedError } from '../../base/errors.ts';
import { inflate, knownEncoding } from '../fetch/inflate.ts';
import type { PartialBody } from './body-bytes.ts';
import { httpFault } from './errors.ts';

/**
 * @param maxBody the largest body, bytes
 * @param counted counts its bytes while they arrive
 * @returns the body's bytes, unless the headers alone show that it has to be refused
 * @throws CodedError CONTENT_TYPE, CONTENT_ENCODING, BODY_TOO_LARGE, OVERLOADED, BAD_REQUEST
 */
export function readBody(message: IncomingMessage, maxBody: number, counted: PartialBody): Promise<Buffer> {
  const type = message.headers['content-type'] ?? '';
  if (!isJson(type))
    throw httpFault(
      'CONTENT_TYPE',
      `expected the header content-type: application/json, got ${type === '' ? 'none' : quote(type)}`,
    );
  const encoding = knownEncoding(message.headers['content-encoding']);
  if (encoding === undefined) throw unknownEncoding(message.headers['content-encoding']);
  const announced = Number(message.headers['content-length'] ?? 0);
  if (announced > maxBody) throw httpFault('BODY_TOO_LARGE', `at most ${maxBody} bytes, got ${announced}`);
  const body = collect(message, maxBody, counted);
  return encoding === 'identity'
    ? body
    : body.then((bytes) => counted.inflate(() => inflated(bytes, encoding, maxBody, counted)));
}

const ENCODINGS = 'gzip, br, deflate, zstd';

const unknownEncoding = (encoding: string | undefined): CodedError =>
  httpFault('CONTENT_ENCODING', `expected one of ${ENCODINGS}, or none, got ${quote(encoding)}`, {
    extensions: { acceptEncoding: ENCODINGS },
  });

/** The bounds hold for the body as it is read: a small one that would swell beyond them is given up where it does. */
async function inflated(bytes: Buffer, encoding: string, maxBody: number, counted: PartialBody): Promise<Buffer> {
  const body = await inflate(bytes, encoding, maxBody);
  if (body === 'too large') throw httpFault('BODY_TOO_LARGE', `at most ${maxBody} bytes without ${encoding}, got more`);
  if (body === 'broken') throw httpFault('BAD_REQUEST', `expected the body in ${encoding}, as content-encoding says`);
  counted.add(body.length);
  return body;
}

/** True for `application/json`, with no parameter or with the charset UTF-8. */
function isJson(type: string): boolean {
  if (type === 'application/json') return true;
  return /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type);
}

function collect(message: IncomingMessage, maxBody: number, counted: PartialBody): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (error: Error): void => {
      message.removeAllListeners('data').pause();
      chunks.length = 0;
      reject(error);
    };
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBody) return refuse(httpFault('BODY_TOO_LARGE', `at most ${maxBody} bytes, got more`));
      try {
        counted.add(chunk.length);
        chunks.push(chunk);
      } catch (thrown) {
        refuse(thrown as Error);
      }
    });
    message.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    const ended = (): void => reject(httpFault('BAD_REQUEST', 'the connection ended before the body did'));
    message.on('error', ended);
    // A stream of HTTP/2 that is cancelled has no error.
    if (message.httpVersionMajor === 2) message.on('aborted', ended);
  });
}
