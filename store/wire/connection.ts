/** One client's connection: bytes in, messages one after another, replies out. What breaks the protocol ends this connection alone. */
import type { Socket } from 'node:net';
import type { Log } from '../../base/log.ts';
import { reasonOf } from '../../base/errors.ts';
import { encode } from '../value/encode.ts';
import { StoreError } from '../errors.ts';
import { dispatch } from '../commands/dispatch.ts';
import { MAX_MESSAGE } from '../commands/server.ts';
import type { Shared } from '../commands/request.ts';
import { BrokenMessage, HEADER, parseMessage, replyMessage, type WireMessage } from './message.ts';

/** Serves a client until either side closes the connection; the transactions begun on it end with it. */
export function serveConnection(socket: Socket, shared: Shared, log: Log | undefined): void {
  const connection = new Connection(socket, shared, log);
  shared.connections += 1;
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => connection.receive(chunk));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    shared.connections -= 1;
    shared.sessions.abortOf(socket);
  });
}

/** The shortest message: a header and a byte for the document's end, bytes. */
const LEAST_MESSAGE = HEADER + 5;

class Connection {
  readonly #socket: Socket;
  readonly #shared: Shared;
  readonly #log: Log | undefined;
  /** Received bytes that are not yet a whole message. */
  #chunks: Buffer[] = [];
  #held = 0;
  /** Fulfilled when the messages before the next one are answered. */
  #answered: Promise<void> = Promise.resolve();
  /** The number of the last reply; the protocol numbers the messages of each side. */
  #lastReply = 0;

  constructor(socket: Socket, shared: Shared, log: Log | undefined) {
    this.#socket = socket;
    this.#shared = shared;
    this.#log = log;
  }

  receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    for (let size = this.#expected(); size !== undefined; size = this.#expected()) {
      if (size < LEAST_MESSAGE || size > MAX_MESSAGE) return this.#close(`a message of ${size} bytes`);
      if (this.#held < size) return;
      const message = this.#take(size);
      this.#answered = this.#answered
        .then(() => this.#answer(message))
        .catch((thrown: unknown) => this.#close(reasonOf(thrown)));
    }
  }

  /** The length of the message that begins the held bytes; `undefined` while that is not known. */
  #expected(): number | undefined {
    if (this.#held < 4) return undefined;
    const [first] = this.#chunks;
    return (first!.length >= 4 ? first! : Buffer.concat(this.#chunks)).readInt32LE(0);
  }

  #take(size: number): Buffer {
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#chunks = all.length > size ? [all.subarray(size)] : [];
    this.#held -= size;
    return all.subarray(0, size);
  }

  #close(why: string): void {
    this.#log?.warn({ why }, 'connection closed');
    this.#socket.destroy();
  }

  /** Nothing more is read from the client while it is owed an answer. */
  async #answer(bytes: Buffer): Promise<void> {
    if (this.#isClosed()) return;
    this.#socket.pause();
    const reply = await this.#replyTo(bytes);
    if (reply !== undefined && !this.#isClosed()) this.#socket.write(reply);
    this.#socket.resume();
  }

  #isClosed(): boolean {
    return this.#socket.destroyed;
  }

  async #replyTo(bytes: Buffer): Promise<Buffer | undefined> {
    try {
      const message = parseMessage(bytes);
      const body = await dispatch(this.#shared, message, this.#socket, this.#log);
      return message.silent ? undefined : this.#reply(message, body);
    } catch (thrown) {
      if (thrown instanceof StoreError && thrown.codeName === 'Overflow')
        return this.#reply(
          { id: bytes.readInt32LE(4), legacy: false },
          encode({ ok: 0, errmsg: thrown.message, code: thrown.code, codeName: thrown.codeName }),
        );
      throw thrown instanceof BrokenMessage || thrown instanceof StoreError
        ? thrown
        : new BrokenMessage(reasonOf(thrown));
    }
  }

  #reply(message: Pick<WireMessage, 'id' | 'legacy'>, body: Buffer): Buffer {
    this.#lastReply = (this.#lastReply + 1) & 0x7fffffff;
    return replyMessage(this.#lastReply, message, body);
  }
}
