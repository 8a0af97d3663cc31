/** One client's connection: bytes in, messages one after another, replies out. What breaks the protocol ends this connection alone. */
import type { Socket } from 'node:net';
import type { Log } from '../../base/log.ts';
import { reasonOf } from '../../base/errors.ts';
import { encode } from '../value/encode.ts';
import { storeFault, StoreError } from '../errors.ts';
import { Holder } from '../held-bytes.ts';
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
    connection.closed();
  });
}

/** The shortest message: a header and a byte for the document's end, bytes. */
const LEAST_MESSAGE = HEADER + 5;

/** A piece that is shorter than this is joined with the next, in bytes. */
const SMALL = 4096;

/** How long a connection that gives way stays open for its client to read why, in milliseconds. */
const TO_READ_WHY = 1000;

class Connection {
  readonly #socket: Socket;
  readonly #shared: Shared;
  readonly #log: Log | undefined;
  readonly #holder: Holder;
  /** Received bytes that are not yet a whole message. */
  #chunks: Buffer[] = [];
  #held = 0;
  /** Fulfilled when the messages before the next one are answered. */
  #answered: Promise<void> = Promise.resolve();
  /** The number of the last reply; the protocol numbers the messages of each side. */
  #lastReply = 0;
  /** Whether it had to give way: what still arrives is dropped. */
  #refused = false;

  constructor(socket: Socket, shared: Shared, log: Log | undefined) {
    this.#socket = socket;
    this.#shared = shared;
    this.#log = log;
    this.#holder = new Holder(shared.held, () => this.#giveWay());
  }

  closed(): void {
    this.#chunks = [];
    this.#holder.close();
    this.#shared.sessions.abortOf(this.#holder);
  }

  /** By its cursors, as long as it has any. */
  #giveWay(): void {
    if (!this.#shared.cursors.killOldestOf(this.#holder)) this.#refuse();
  }

  /** Says why, where a message has begun, and closes the connection. */
  #refuse(): void {
    const { bound } = this.#shared.held;
    this.#log?.warn({ why: bound }, 'connection closed');
    const head = Buffer.concat(this.#chunks.slice(0, HEADER)).subarray(0, HEADER);
    this.#refused = true;
    this.#chunks = [];
    this.#holder.close();
    if (head.length < HEADER || this.#socket.writableLength > 0) this.#socket.destroy();
    else {
      this.#socket.resume();
      this.#socket.end(this.#fault(head.readInt32LE(4), storeFault('ExceededMemoryLimit', bound)));
      setTimeout(() => this.#socket.destroy(), TO_READ_WHY).unref();
    }
  }

  receive(chunk: Buffer): void {
    if (this.#refused) return;
    this.#keep(chunk);
    this.#held += chunk.length;
    this.#holder.messages(chunk.length);
    if (this.#isRefused()) return;
    for (let size = this.#expected(); size !== undefined; size = this.#expected()) {
      if (size < LEAST_MESSAGE || size > MAX_MESSAGE) return this.#close(`a message of ${size} bytes`);
      if (this.#held < size) return;
      const message = this.#take(size);
      this.#answered = this.#answered
        .then(() => this.#answer(message))
        .catch((thrown: unknown) => this.#close(reasonOf(thrown)));
    }
  }

  /** A piece of one byte takes hundreds beside it, so small ones are joined: what is held is then little more than what is counted. */
  #keep(chunk: Buffer): void {
    const last = this.#chunks.at(-1);
    if (last !== undefined && last.length < SMALL) this.#chunks[this.#chunks.length - 1] = Buffer.concat([last, chunk]);
    else this.#chunks.push(chunk);
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
    this.#holder.messages(-bytes.length);
    if (reply !== undefined && !this.#isClosed()) await this.#send(reply);
    this.#socket.resume();
  }

  /** @returns when the client has read it, or is gone: one that sends and does not read is owed one reply at most */
  #send(reply: Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.write(reply, () => {
        this.#holder.messages(-reply.length);
        resolve();
      });
      this.#holder.messages(reply.length);
    });
  }

  #isClosed(): boolean {
    return this.#refused || this.#socket.destroyed;
  }

  #isRefused(): boolean {
    return this.#refused;
  }

  async #replyTo(bytes: Buffer): Promise<Buffer | undefined> {
    try {
      const message = parseMessage(bytes);
      const body = await dispatch(this.#shared, message, this.#holder, this.#log);
      return message.silent ? undefined : this.#reply(message, body);
    } catch (thrown) {
      if (thrown instanceof StoreError && thrown.codeName === 'Overflow')
        return this.#fault(bytes.readInt32LE(4), thrown);
      throw thrown instanceof BrokenMessage || thrown instanceof StoreError
        ? thrown
        : new BrokenMessage(reasonOf(thrown));
    }
  }

  #fault(id: number, { message, code, codeName }: StoreError): Buffer {
    return this.#reply({ id, legacy: false }, encode({ ok: 0, errmsg: message, code, codeName }));
  }

  #reply(message: Pick<WireMessage, 'id' | 'legacy'>, body: Buffer): Buffer {
    this.#lastReply = (this.#lastReply + 1) & 0x7fffffff;
    return replyMessage(this.#lastReply, message, body);
  }
}
