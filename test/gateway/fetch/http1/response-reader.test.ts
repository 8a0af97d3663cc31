/** Our reader of HTTP responses is held to llhttp: what it takes, llhttp takes too, and reads as the same. It may refuse more. */
import { fc } from '../../../support/properties.ts';
import { describe, expect, it } from 'vitest';
import { BodyBuffer } from '../../../../gateway/fetch/http1/body-buffer.ts';
import { ResponseReader, type Progress } from '../../../../gateway/fetch/http1/response-reader.ts';
import type { ResponseHead } from '../../../../gateway/fetch/http1/response-head.ts';
import { parseWithLlhttp } from './llhttp.ts';

interface Read {
  readonly progress: Progress;
  readonly status: number | undefined;
  readonly body: string;
  readonly isReusable: boolean;
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Reads a response in pieces of these sizes, in turn, and then lets the connection end. All pieces come in the same memory. */
function readInPieces(bytes: Buffer, sizes: readonly number[], maxBody = 10_000): Read {
  let head: ResponseHead | undefined;
  const reader = new ResponseReader(new BodyBuffer(), maxBody, (its) => {
    head = its;
    return true;
  });
  const memory = Buffer.alloc(Math.max(...sizes));
  let progress: Progress = 'incomplete';
  for (let at = 0, turn = 0; at < bytes.length && progress === 'incomplete'; turn++) {
    const length = bytes.copy(memory, 0, at, at + sizes[turn % sizes.length]!);
    at += length;
    progress = reader.read(memory.subarray(0, length));
    if (progress === 'incomplete') memory.fill('!');
  }
  if (progress === 'incomplete') progress = reader.end();
  if (progress !== 'complete') return { progress, status: undefined, body: '', isReusable: false };
  return { progress, status: head?.status, body: reader.body.toString('latin1'), isReusable: reader.idle !== 0 };
}

const readWhole = (text: string, maxBody?: number): Read => readInPieces(latin1(text), [1_000_000], maxBody);

/** @returns the body in chunks of this size */
function chunks(body: string, size: number, extension: string, trailers: string): string {
  let text = '';
  for (let at = 0; at < body.length; at += size) {
    const chunk = body.slice(at, at + size);
    text += `${chunk.length.toString(16)}${extension}\r\n${chunk}\r\n`;
  }
  return `${text}0\r\n${trailers}\r\n`;
}

const oftenFirst = <Value>(first: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const statusLine = oftenFirst(
  'HTTP/1.1 200 OK', 'HTTP/1.1 200', 'HTTP/1.1 200 ', 'HTTP/1.0 200 OK', 'HTTP/2.0 200 OK', 'HTTP/1.1 204 No', 'HTTP/1.1 304 Same',
  'HTTP/1.1 500 \xe9', 'HTTP/1.1 20 OK', 'HTTP/1.1 2000 OK', 'http/1.1 200 OK', 'HTTP/1.1  200 OK', ' HTTP/1.1 200 OK', 'HTTP/1.1 200\tOK',
  'HTTP/1.1 101 Other', 'HTTP/1.1 100 Go', 'HTTP/1.2 200 OK', 'ICY 200 OK', '',
); // prettier-ignore

const otherHeader = fc.constantFrom(
  'content-type: application/json', 'Connection: close', 'connection: keep-alive', 'keep-alive: timeout=5, max=9', 'x:', 'x: \t a b \t',
  'x : a', ' x: a', '\tfolded', 'x', ': a', 'x: \x00', 'x: a\rb', 'x: a\nb', 'x: \x7f', 'x: \xff', 'x(y): a', 'connection: upgrade', 'upgrade: h2c',
  'content-length: 5', 'transfer-encoding: identity', 'transfer-encoding: chunked', 'content-length : 5', 'trailer: x',
); // prettier-ignore

const lengthOf = (body: string): fc.Arbitrary<string> =>
  oftenFirst(
    `content-length: ${body.length}`, `Content-Length:${body.length}`, `content-length: ${body.length + 1}`, `content-length: 0${body.length}`,
    `content-length: +${body.length}`, `content-length: -1`, 'content-length: 1 2', `content-length: ${body.length}, ${body.length}`,
    'content-length: 0x5', 'content-length: 99999999999999999999', `content-length: ${body.length}\r\ncontent-length: ${body.length}`, 'content-length:',
  ); // prettier-ignore

const chunkedCoding = oftenFirst(
  'transfer-encoding: chunked', 'Transfer-Encoding:Chunked', 'transfer-encoding: gzip, chunked', 'transfer-encoding: chunked, chunked',
  'transfer-encoding: chunked\r\ntransfer-encoding: chunked', 'transfer-encoding: xchunked', 'transfer-encoding: "chunked"', 'transfer-encoding:\x0bchunked',
); // prettier-ignore

const framed = fc.string({ unit: 'binary-ascii', maxLength: 40 }).chain((body) =>
  fc.oneof(
    lengthOf(body).map((header) => ({ header, bytes: body })),
    fc
      .tuple(
        chunkedCoding,
        fc.integer({ min: 1, max: 20 }),
        oftenFirst('', ';a', ';a=b', ';a="b"', '; a', ';', ' ', ';a=b;c'),
        oftenFirst('', 'x: y\r\n', 'content-length: 3\r\n', 'bad\r\n', ' x: y\r\n'),
      )
      .map(([header, size, extension, trailers]) => ({ header, bytes: chunks(body, size, extension, trailers) })),
    fc.constant({ header: 'x: y', bytes: body }),
  ),
);

/** Replaces, inserts or leaves out one byte. */
const damage = fc.option(
  fc.record({
    at: fc.nat(400),
    gone: fc.constantFrom(0, 1),
    put: fc.constantFrom('', '\r', '\n', '\r\n', ' ', '\0', '0', 'f', ':', ';', 'a', '\t', ','),
  }),
  { freq: 2 },
);

const response = fc
  .record({
    interim: oftenFirst('', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Early\r\nlink: x\r\n\r\n', 'HTTP/1.1 100 C\r\ncontent-length: 2\r\n\r\nab', '\r\n'),
    statusLine,
    before: fc.array(otherHeader, { maxLength: 2 }),
    framed,
    after: fc.array(otherHeader, { maxLength: 1 }),
    lineEnd: oftenFirst('\r\n', '\n', '\r'),
    more: oftenFirst('', 'x', '\r\n', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'),
    damage,
  })
  .map((made) => {
    const head = [made.statusLine, ...made.before, made.framed.header, ...made.after, '', ''].join(made.lineEnd);
    const text = made.interim + head + made.framed.bytes + made.more;
    if (made.damage === null) return text;
    const at = made.damage.at % text.length;
    return text.slice(0, at) + made.damage.put + text.slice(at + made.damage.gone);
  }); // prettier-ignore

describe('a response', () => {
  it('that is taken is taken by llhttp too, with the same status and body, and never as one of two', () => {
    let taken = 0;
    fc.assert(
      fc.property(response, (text) => {
        const ours = readWhole(text);
        if (ours.progress !== 'complete') return;
        taken++;
        const theirs = parseWithLlhttp(latin1(text));
        expect({ status: theirs?.status, body: theirs?.body }).toEqual({ status: ours.status, body: ours.body });
        if (ours.isReusable) expect(theirs!.after).toBe(0);
      }),
      { numRuns: RUNS },
    );
    expect(taken).toBeGreaterThan(RUNS / 10);
  });

  it('is read the same however its bytes are cut', () => {
    fc.assert(
      fc.property(
        response,
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }),
        (text, sizes) => {
          const { progress, status, body } = readWhole(text);
          expect(readInPieces(latin1(text), sizes)).toMatchObject({ progress, status, body });
        },
      ),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['with a length', 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nKeep-Alive: timeout=5\r\n\r\n{}', true],
    ['without a reason', 'HTTP/1.1 200\r\ncontent-length: 2\r\n\r\n{}', true],
    ['in chunks', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks('{}', 1, '', '')}`, true],
    ['in chunks with extensions and trailers', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks('{}', 2, ';a=b', 'x: y\r\nz: \r\n')}`, true],
    ['after interim ones', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nlink: <a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}', true],
    ['that ends with the connection', 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}', false],
    ['that closes', 'HTTP/1.1 200 OK\r\nConnection: Close\r\ncontent-length: 2\r\n\r\n{}', false],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}', false],
    ['with more behind it', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n', false],
    ['that may be idle for no longer than a second', 'HTTP/1.1 200 OK\r\nkeep-alive: timeout=1\r\ncontent-length: 2\r\n\r\n{}', false],
  ])('%s is taken', (_what, text, isReusable) => {
    expect(readWhole(text)).toEqual({ progress: 'complete', status: 200, body: '{}', isReusable });
  }); // prettier-ignore

  it.each([
    ['two lengths', 'content-length: 2\r\ncontent-length: 2\r\n\r\n{}'],
    ['a list of lengths', 'content-length: 2, 2\r\n\r\n{}'],
    ['a length beside chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a tab behind the coding', 'transfer-encoding: chunked\t\r\n\r\n2\r\n{}\r\n0\r\n\r\n'],
    ['a coding that is not chunks', 'transfer-encoding: gzip\r\n\r\n{}'],
    ['a length that is no number', 'content-length: 0x2\r\n\r\n{}'],
    ['a length that is negative', 'content-length: -2\r\n\r\n{}'],
    ['a blank before the colon', 'content-length : 2\r\n\r\n{}'],
    ['a folded line', 'x: a\r\n b\r\ncontent-length: 2\r\n\r\n{}'],
    ['a line end of one byte', 'x: a\ncontent-length: 2\r\n\r\n{}'],
    ['a NUL', 'x: \0\r\ncontent-length: 2\r\n\r\n{}'],
    ['a chunk without a size', 'transfer-encoding: chunked\r\n\r\n\r\n{}'],
    ['a chunk that is longer than it says', 'transfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n'],
    ['a chunk of 16 digits', `transfer-encoding: chunked\r\n\r\n${'f'.repeat(16)}\r\n{}\r\n`],
    ['a length among the trailers', 'transfer-encoding: chunked\r\n\r\n0\r\ncontent-length: 2\r\n\r\n'],
    ['a change of protocol', 'upgrade: h2c\r\n\r\n', 'HTTP/1.1 101 Switching'],
    ['a body where there can be none', 'content-length: 2\r\n\r\n{}', 'HTTP/1.1 204 No Content'],
  ])('with %s is refused', (_what, rest, start = 'HTTP/1.1 200 OK') => {
    expect(readWhole(`${start}\r\n${rest}`).progress).toBe('not-http');
  });

  it('whose head does not end is refused, also when it comes byte by byte', () => {
    const endless = `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}`;
    expect(readWhole(endless).progress).toBe('not-http');
    expect(readInPieces(latin1(endless), [1]).progress).toBe('not-http');
    expect(readWhole(`${'HTTP/1.1 100 C\r\nx: y\r\n\r\n'.repeat(1_000)}HTTP/1.1 200 OK\r\n\r\n`).progress).toBe('not-http');
    expect(readWhole(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n${'x: y\r\n'.repeat(20_000)}`).progress).toBe('not-http');
  }); // prettier-ignore

  it.each([
    ['of the head', 'HTTP/1.1 200 OK\ncontent-length: 2\n\n{}'],
    ['of a header alone', 'HTTP/1.1 200 OK\r\ncontent-length: 2\n'],
    ['of a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\n{}'],
    ['of a trailer', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: y\n\n'],
  ])('in which a line %s ends without a carriage return is refused at once, however it is cut', (_what, text) => {
    const reader = new ResponseReader(new BodyBuffer(), 100, () => true);
    expect(reader.read(latin1(text))).toBe('not-http');
    expect(readInPieces(latin1(text), [1]).progress).toBe('not-http');
  });

  it('that speaks another protocol is refused at its first bytes', () => {
    const reader = new ResponseReader(new BodyBuffer(), 100, () => true);
    expect(reader.read(latin1('HTT'))).toBe('incomplete');
    expect(reader.read(latin1('X'))).toBe('not-http');
  });

  it('is read up to the limit of its body and no further', () => {
    const body = 'a'.repeat(100);
    for (const text of [
      `HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n${body}`,
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks(body, 7, '', '')}`,
      `HTTP/1.1 200 OK\r\n\r\n${body}`,
    ]) {
      expect(readInPieces(latin1(text), [9], 100).body).toBe(body);
      expect(readInPieces(latin1(text), [9], 99).progress).toBe('too-large');
    }
  });

  it('of very many very small chunks is refused, and one of small chunks is read', () => {
    const inChunksOf = (size: number): string =>
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks('a'.repeat(100_000), size, '', '')}`;
    expect(readWhole(inChunksOf(1), 1_000_000).progress).toBe('not-http');
    expect(readWhole(inChunksOf(20), 1_000_000).body).toHaveLength(100_000);
  });

  it('whose connection ends too early is cut', () => {
    const text = `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks('{"data":null}', 5, '', 'x: y\r\n')}`;
    for (let length = 1; length < text.length; length++) expect(readWhole(text.slice(0, length)).progress).toBe('cut');
  });
});

/** Made responses for each property. */
const RUNS = 3_000;
