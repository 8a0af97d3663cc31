/** One client's connection: bytes in, messages one after another, replies out. What breaks the protocol ends this connection alone. */
import type { Socket } from 'node:net';
import type { Log } from '../../base/log.ts';
import { reasonOf } from '../../base/errors.ts';
import { encode } from '../value/encode.ts';
import { StoreError } from '../errors.ts';
import { dispatch } from '../commands/dispatch.ts';
import { MAX_MESSAGE } from '../commands/server.ts';
import type { Shared } from '../commands/request.ts';
import { BrokenMessage, HEADER, parseMessage, replyMessage } from './message.ts';

export function serveConnection(socket: Socket, shared: Shared, log: Log | undefined): void {
  let chunks: Buffer[] = [];
  let held = 0;
  let work: Promise<void> = Promise.resolve();
  const close = (why: string): void => {
    log?.warn({ why }, 'connection closed');
    socket.destroy();
  };
  shared.connections += 1;
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    held += chunk.length;
    for (let size = expected(chunks, held); size !== undefined; size = expected(chunks, held)) {
      if (size < HEADER + 5 || size > MAX_MESSAGE) return close(`a message of ${size} bytes`);
      if (held < size) return;
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      const message = all.subarray(0, size);
      chunks = all.length > size ? [all.subarray(size)] : [];
      held -= size;
      work = work.then(() => answer(message)).catch((thrown: unknown) => close(reasonOf(thrown)));
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    shared.connections -= 1;
    shared.sessions.abortOf(socket);
  });

  async function answer(bytes: Buffer): Promise<void> {
    if (socket.destroyed) return;
    socket.pause();
    const reply = await replyTo(bytes);
    if (reply !== undefined && !socket.destroyed) socket.write(reply);
    socket.resume();
  }

  async function replyTo(bytes: Buffer): Promise<Buffer | undefined> {
    try {
      const message = parseMessage(bytes);
      const body = await dispatch(shared, message.command, message.sequences, socket, log);
      return message.silent ? undefined : replyMessage(message, body);
    } catch (thrown) {
      if (thrown instanceof StoreError && thrown.codeName === 'Overflow')
        return replyMessage(
          { id: bytes.readInt32LE(4), legacy: false },
          encode({ ok: 0, errmsg: thrown.message, code: thrown.code, codeName: thrown.codeName }),
        );
      throw thrown instanceof BrokenMessage || thrown instanceof StoreError
        ? thrown
        : new BrokenMessage(reasonOf(thrown));
    }
  }
}

/** The length of the message that begins the held bytes; `undefined` while that is not known. */
function expected(chunks: readonly Buffer[], held: number): number | undefined {
  if (held < 4) return undefined;
  return (chunks[0]!.length >= 4 ? chunks[0]! : Buffer.concat(chunks)).readInt32LE(0);
}
