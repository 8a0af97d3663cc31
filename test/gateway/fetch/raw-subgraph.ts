/** A subgraph made of bytes: it answers each HTTP request with what the test says, down to the socket. */
import { createServer, type Socket, type AddressInfo } from 'node:net';

export interface RawRequest {
  readonly head: string;
  readonly body: string;
  /** 1 for the first request the server got. */
  readonly number: number;
}

export interface RawSubgraph {
  readonly url: string;
  readonly requests: RawRequest[];
  /** Connections that are open now. */
  readonly open: () => number;
  close(): Promise<void>;
}

/** @param answer what happens on the socket for a whole request */
export async function rawSubgraph(answer: (socket: Socket, request: RawRequest) => void): Promise<RawSubgraph> {
  const requests: RawRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    let bytes: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let request = take(); request !== undefined; request = take()) {
        requests.push(request);
        answer(socket, request);
      }
    });
    const take = (): RawRequest | undefined => {
      const end = bytes.indexOf('\r\n\r\n');
      if (end === -1) return undefined;
      const head = bytes.toString('latin1', 0, end);
      const next = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (bytes.length < next) return undefined;
      const body = bytes.toString('utf8', end + 4, next);
      bytes = bytes.subarray(next);
      return { head, body, number: requests.length + 1 };
    };
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql?secret=hunter2`,
    requests,
    open: () => sockets.size,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** @returns the bytes of an HTTP answer; headers are lines without their end */
export function http(
  status: number,
  body: string | Buffer,
  headers: readonly string[] = ['content-type: application/json'],
): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([
    Buffer.from(
      `HTTP/1.1 ${status} It is so\r\ncontent-length: ${bytes.length}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`,
    ),
    bytes,
  ]);
}

export function json(value: unknown): Buffer {
  return http(200, JSON.stringify(value));
}
