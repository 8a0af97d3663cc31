/** Sends an answer, and ends the connection of a client that does not read it. */
import type { ServerResponse } from 'node:http';
import type { GraphqlReply } from './graphql-request.ts';
import { PlainResponse } from './http2-messages.ts';

/**
 * @param reply with all of its headers but `content-length`
 * @param writeTimeout ms for the client to read it; no bound when left out
 * @returns bytes of its body; 0 where the client has gone
 */
export function sendReply(response: ServerResponse, reply: GraphqlReply, writeTimeout?: number): number {
  if (reply.onEnd !== undefined) whenClosed(response, reply.onEnd);
  if (response.destroyed) return 0;
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  // A 304 has no body, and a length of 0 would be one of the answer's.
  const length = reply.status === 304 ? {} : { 'content-length': body.length };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  response.end(body);
  if (writeTimeout !== undefined) destroyUnlessRead(response, writeTimeout);
  return body.length;
}

/** A response closes when the client has read it whole, and when its connection has ended. */
function whenClosed(response: ServerResponse, act: () => void): void {
  if (response.closed || response.destroyed) act();
  else response.once('close', act);
}

/** Bytes that the system has not accepted wait for the client to read, and take memory here. */
function destroyUnlessRead(response: ServerResponse, timeout: number): void {
  // Of HTTP/2 only the stream's end tells that the client has taken it: what waits for its window is no longer at the socket.
  const isOfStream = response instanceof PlainResponse;
  if (response.closed || (!isOfStream && response.socket?.writableLength === 0)) return;
  const timer = setTimeout(() => response.destroy(), timeout);
  response.once('close', () => clearTimeout(timer));
}
