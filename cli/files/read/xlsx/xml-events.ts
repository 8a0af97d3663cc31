/** XML as events, piece by piece, for parts of any length. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { tableFileFault } from '../errors.ts';

/** What is told of a part. Names have no prefix: programs differ in the one that they write. */
export interface XmlHandler {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

/** Characters without a tag after which it is no part of a workbook: Excel's longest text has 32,767. */
const LONGEST_TEXT = 4_000_000;

/**
 * @param pieces of a part; none where a workbook does without it
 * @returns after each piece that was handled, so that the caller can give away what has become whole
 * @throws CodedError FILE_BROKEN
 */
export async function* xmlEvents(
  pieces: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
): AsyncGenerator<undefined, void, undefined> {
  const parser = parserOf(handler);
  const decoder = new TextDecoder();
  let silent = 0;
  let begun = false;
  const heard = (): void => {
    silent = 0;
  };
  parser.on('opentagstart', heard);
  parser.on('closetag', ({ name }: SaxesTagPlain) => {
    heard();
    handler.close?.(withoutPrefix(name));
  });
  for await (const piece of pieces) {
    begun = true;
    silent += piece.length;
    if (silent > LONGEST_TEXT) throw tableFileFault('FILE_BROKEN', 'expected cells, got a text without an end');
    parser.write(decoder.decode(piece, { stream: true }));
    yield;
  }
  if (!begun) return;
  parser.write(decoder.decode()).close();
  yield;
}

/** Handles a whole part. @throws CodedError FILE_BROKEN */
export async function readXml(pieces: AsyncIterable<Uint8Array>, handler: XmlHandler): Promise<void> {
  const events = xmlEvents(pieces, handler);
  while ((await events.next()).done !== true);
}

function parserOf(handler: XmlHandler): SaxesParser {
  const parser = new SaxesParser();
  parser.on('error', ({ message }) => {
    throw tableFileFault(
      'FILE_BROKEN',
      `expected XML, got what does not fit at ${/^\d+:\d+/.exec(message)?.[0] ?? 'a part'}`,
    );
  });
  parser.on('doctype', () => {
    throw tableFileFault('FILE_BROKEN', 'expected no document type in a workbook, got one');
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => handler.open(withoutPrefix(name), attributes));
  if (handler.text !== undefined) parser.on('text', handler.text);
  if (handler.text !== undefined) parser.on('cdata', handler.text);
  return parser;
}

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1);
