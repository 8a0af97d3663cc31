/** One connection to a subgraph: it carries one request at a time, and is used again after the response. */
import type { Socket } from 'node:net';
import { BodyBuffer } from './body-buffer.ts';
import type { ResponseHead } from './response-head.ts';
import { ResponseReader, type Progress } from './response-reader.ts';

/** Why a request got no response: an error of the socket by its code, or how reading ended. */
export type Loss = Exclude<Progress, 'incomplete' | 'complete'> | 'connect-timeout' | { readonly error: string };

/** A request, and what becomes of it. One of `completed` and `lost` is called, once. */
export interface HttpExchange {
  /** The whole request; text is written as Latin-1. */
  readonly bytes: string | Buffer;
  /** The largest body that is read, in bytes. */
  readonly maxBody: number;
  /** @returns false when the body need not be read */
  acceptHead(head: ResponseHead): boolean;
  /** @param body valid until this returns: its memory is used again */
  completed(body: Buffer): void;
  /** @param bodyBytes of the body, as far as they came */
  lost(loss: Loss, bodyBytes: number): void;
}

/** What a connection tells its pool. */
export interface ConnectionOwner {
  /** The connection may carry another request. @param idle how long, in ms, as the server says; `undefined` when it says nothing */
  released(connection: HttpConnection, idle: number | undefined): void;
  /** The connection has ended. */
  closed(connection: HttpConnection): void;
}

/** A connection; it opens itself, and carries its first request as soon as it is open. */
export class HttpConnection {
  /** Until when it may be used again, in ms of `performance.now()`; its pool sets it. */
  expires = 0;
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #opening: NodeJS.Timeout;
  readonly #collected = new BodyBuffer();
  #exchange: HttpExchange | undefined;
  #reader: ResponseReader | undefined;
  #loss: Loss | undefined;

  /**
   * @param open makes the socket, which passes what it reads to the function; the bytes are valid until that returns
   * @param connectTimeout ms
   */
  constructor(
    owner: ConnectionOwner,
    open: (read: (bytes: Buffer) => void, opened: () => void) => Socket,
    connectTimeout: number,
    exchange: HttpExchange,
  ) {
    this.#owner = owner;
    this.#exchange = exchange;
    this.#opening = setTimeout(() => this.#end('connect-timeout'), connectTimeout);
    this.#socket = open(
      (bytes) => this.#read(bytes),
      () => this.#opened(),
    );
    this.#socket.on('error', (error: NodeJS.ErrnoException) => this.#end({ error: error.code ?? '' }));
    this.#socket.on('end', () => this.#ended());
    this.#socket.on('close', () => this.#end('cut'));
  }

  /** Sends one more request: only after `released`. */
  send(exchange: HttpExchange): void {
    this.#exchange = exchange;
    this.#write(exchange);
  }

  /** Ends the connection. Nobody is told what becomes of its request. */
  destroy(): void {
    this.#exchange = undefined;
    this.#end('cut');
  }

  #opened(): void {
    clearTimeout(this.#opening);
    if (this.#exchange !== undefined) this.#write(this.#exchange);
  }

  #write(exchange: HttpExchange): void {
    this.#reader = new ResponseReader(this.#collected, exchange.maxBody, (head) => exchange.acceptHead(head));
    this.#socket.write(exchange.bytes, 'latin1');
  }

  #read(bytes: Buffer): void {
    // Bytes that belong to no request: whose response they are cannot be known.
    if (this.#exchange === undefined || this.#reader === undefined) return this.destroy();
    this.#advance(this.#reader.read(bytes));
  }

  #ended(): void {
    if (this.#reader === undefined || this.#exchange === undefined) this.#end('cut');
    else this.#advance(this.#reader.end());
  }

  #advance(progress: Progress): void {
    if (progress === 'incomplete') return;
    if (progress !== 'complete') return this.#end(progress);
    const exchange = this.#exchange!;
    const { body, idle } = this.#reader!;
    this.#exchange = this.#reader = undefined;
    // A response before its request was sent whole: the rest of the request would be read as the next one.
    const isWritten = this.#socket.writableLength === 0;
    if (idle === 0 || !isWritten || this.#socket.readableEnded) this.#end('cut');
    else this.#owner.released(this, idle);
    exchange.completed(body);
  }

  /** The first reason counts: a socket that is destroyed closes afterwards. */
  #end(loss: Loss): void {
    if (this.#loss !== undefined) return;
    this.#loss = loss;
    clearTimeout(this.#opening);
    this.#socket.destroy();
    this.#owner.closed(this);
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.lost(loss, this.#reader?.bodyBytes ?? 0);
  }
}
