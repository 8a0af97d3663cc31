/**
 * A replica set of one in front of a store, whose primary can step down: commands are then refused with NotWritablePrimary, as MongoDB refuses
 * them between two primaries, and `hello` says that it is a secondary. Drivers find it by their own discovery.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { deserialize, serialize } from 'bson';

export interface SteppingPrimary {
  /** Without directConnection: drivers wait for a primary. */
  readonly uri: string;
  /** Whether there is a primary. */
  isPrimary: boolean;
  close(): Promise<void>;
}

const [REPLY, MESSAGE] = [1, 2013];
const HEADER = 16;
/** Where the document of each begins: behind the flags and a kind, or behind what OP_REPLY says of a cursor. */
const DOCUMENT_AT: Readonly<Record<number, number>> = { [MESSAGE]: HEADER + 5, [REPLY]: HEADER + 20 };
/** MongoDB's own, with its name: a driver looks for the next primary and tries again. */
const NOT_PRIMARY = { ok: 0, code: 10_107, codeName: 'NotWritablePrimary', errmsg: 'not primary' };

/** @param store the address of a store that listens at a port */
export async function steppingPrimary(store: string): Promise<SteppingPrimary> {
  const far = Number(new URL(store).port);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const upstream = connect(far, '127.0.0.1');
    for (const socket of [near, upstream]) sockets.add(socket.on('error', () => near.destroy()));
    near.on('close', () => upstream.destroy());
    upstream.on('close', () => near.destroy());
    eachMessage(near, (message) => {
      const refused = primary.isPrimary ? undefined : refusalOf(message);
      if (refused === undefined) upstream.write(message);
      else near.write(refused);
    });
    eachMessage(upstream, (message) => near.write(asMember(message, address, primary.isPrimary)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const primary: SteppingPrimary = {
    uri: `mongodb://${address}/?replicaSet=store`,
    isPrimary: true,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
  return primary;
}

function eachMessage(socket: Socket, take: (message: Buffer) => void): void {
  let held: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= HEADER && held.length >= held.readInt32LE(0)) {
      const length = held.readInt32LE(0);
      take(held.subarray(0, length));
      held = held.subarray(length);
    }
  });
}

/** @returns what a member without a primary answers; undefined for what every member answers */
function refusalOf(message: Buffer): Buffer | undefined {
  if (message.readInt32LE(12) !== MESSAGE) return undefined;
  const [command] = Object.keys(deserialize(message.subarray(DOCUMENT_AT[MESSAGE])));
  if (command === undefined || /^(?:hello|isMaster|ismaster|ping|endSessions)$/.test(command)) return undefined;
  const document = serialize(NOT_PRIMARY);
  const head = Buffer.alloc(DOCUMENT_AT[MESSAGE]!);
  head.writeInt32LE(head.length + document.length, 0);
  head.writeInt32LE(message.readInt32LE(4), 8);
  head.writeInt32LE(MESSAGE, 12);
  return Buffer.concat([head, document]);
}

/** A `hello` names this address, and what it is now. */
function asMember(message: Buffer, address: string, isPrimary: boolean): Buffer {
  const at = DOCUMENT_AT[message.readInt32LE(12)];
  if (at === undefined || !message.includes('ismaster')) return message;
  const hello = deserialize(message.subarray(at), { promoteValues: false });
  if (!('ismaster' in hello)) return message;
  const document = serialize({
    ...hello,
    isWritablePrimary: isPrimary,
    ismaster: isPrimary,
    secondary: !isPrimary,
    hosts: [address],
    me: address,
    primary: isPrimary ? address : undefined,
  });
  const head = Buffer.from(message.subarray(0, at));
  head.writeInt32LE(at + document.length, 0);
  return Buffer.concat([head, document]);
}
