/** MongoDB's wire protocol: OP_MSG, and OP_QUERY for the first hello of older clients. Lengths are checked before anything is read. */
import { decode } from '../value/decode.ts';
import type { Document } from '../value/types.ts';

/** The length of a message's header, in bytes. */
export const HEADER = 16;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;

/** A message that does not follow the protocol: its connection is closed. */
export class BrokenMessage extends Error {}

/** A parsed message. */
export interface WireMessage {
  /** The client's number for it, which the reply repeats. */
  readonly id: number;
  /** Whether it is an OP_QUERY, which is answered by an OP_REPLY. */
  readonly legacy: boolean;
  /** Whether the sender expects no answer. */
  readonly silent: boolean;
  readonly command: Document;
  /** Lists of documents beside the command, by the name of the field that they stand for. */
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
}

/** Reads a message. @param bytes one whole message @throws BrokenMessage, StoreError InvalidBSON, Overflow */
export function parseMessage(bytes: Buffer): WireMessage {
  const id = bytes.readInt32LE(4);
  const code = bytes.readInt32LE(12);
  if (code === OP_MSG) return parseMsg(id, bytes);
  if (code === OP_QUERY) return parseQuery(id, bytes);
  throw new BrokenMessage(`unknown operation ${code}`);
}

function need(bytes: Buffer, from: number, to: number): Buffer {
  if (to > bytes.length || to < from) throw new BrokenMessage('a part ends after its message');
  return bytes.subarray(from, to);
}

function documentAt(bytes: Buffer, at: number): Buffer {
  const size = need(bytes, at, at + 4).readInt32LE(0);
  return need(bytes, at, at + size);
}

function parseMsg(id: number, bytes: Buffer): WireMessage {
  const flags = need(bytes, HEADER, HEADER + 4).readUInt32LE(0);
  if ((flags & 0xffff & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0) throw new BrokenMessage('unknown flags');
  const end = bytes.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let command: Document | undefined;
  const sequences = new Map<string, readonly Buffer[]>();
  let at = HEADER + 4;
  while (at < end) {
    const kind = bytes[at];
    if (kind === 0) {
      const body = documentAt(bytes, at + 1);
      command = decode(body);
      at += 1 + body.length;
    } else if (kind === 1) {
      const section = documentAt(bytes, at + 1);
      readSequence(section, sequences);
      at += 1 + section.length;
    } else throw new BrokenMessage(`unknown section ${kind}`);
  }
  if (command === undefined || at !== end) throw new BrokenMessage('no command');
  return { id, legacy: false, silent: (flags & MORE_TO_COME) !== 0, command, sequences };
}

function readSequence(section: Buffer, into: Map<string, readonly Buffer[]>): void {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd < 0) throw new BrokenMessage('a sequence without a name');
  const documents: Buffer[] = [];
  for (let at = nameEnd + 1; at < section.length;) {
    const document = documentAt(section, at);
    if (document.length < 5) throw new BrokenMessage('an empty document in a sequence');
    documents.push(document);
    at += document.length;
  }
  into.set(section.toString('utf8', 4, nameEnd), documents);
}

function parseQuery(id: number, bytes: Buffer): WireMessage {
  const nameEnd = bytes.indexOf(0, HEADER + 4);
  if (nameEnd < 0) throw new BrokenMessage('a query without a name');
  const command = decode(documentAt(bytes, nameEnd + 9));
  command.set('$db', bytes.toString('utf8', HEADER + 4, nameEnd).split('.')[0]!);
  return { id, legacy: true, silent: false, command, sequences: new Map() };
}

/** The bytes of a reply. @param id of the reply @param message what is answered @param body one BSON document */
export function replyMessage(id: number, message: Pick<WireMessage, 'id' | 'legacy'>, body: Buffer): Buffer {
  const head = Buffer.alloc(message.legacy ? HEADER + 20 : HEADER + 5);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(id, 4);
  head.writeInt32LE(message.id, 8);
  head.writeInt32LE(message.legacy ? OP_REPLY : OP_MSG, 12);
  if (message.legacy) {
    head.writeInt32LE(8, HEADER);
    head.writeInt32LE(1, HEADER + 16);
  }
  return Buffer.concat([head, body]);
}
