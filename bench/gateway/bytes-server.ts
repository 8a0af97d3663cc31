/** An HTTP server that only finds the ends of requests: it must cost less than any of its clients. */
import { createServer, type AddressInfo } from 'node:net';

/** Starts the server. @param answer makes a whole HTTP response (`responseOf`) of a request's body @returns the port */
export async function serveBytes(answer: (body: Buffer) => Buffer | Promise<Buffer>): Promise<number> {
  const server = createServer((socket) => {
    socket.setNoDelay(true).on('error', () => socket.destroy());
    let held: Buffer | undefined;
    /** The last response that is still being made: those after it wait, since pipelined requests are answered in order. */
    let pending: Promise<void> | undefined;
    const reply = (response: Buffer | Promise<Buffer>): void => {
      if (pending === undefined && !(response instanceof Promise)) return void socket.write(response);
      const turn = Promise.all([response, pending]).then(([bytes]) => {
        socket.write(bytes);
        if (pending === turn) pending = undefined;
      });
      pending = turn;
    };
    socket.on('data', (chunk: Buffer) => {
      held = rest(held === undefined ? chunk : Buffer.concat([held, chunk]), (body) => reply(answer(body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Passes on each whole body. @returns the bytes that are left over */
function rest(bytes: Buffer, take: (body: Buffer) => void): Buffer | undefined {
  for (;;) {
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1) return bytes;
    const length = /\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1];
    const next = end + 4 + Number(length ?? 0);
    if (bytes.length < next) return bytes;
    take(bytes.subarray(end + 4, next));
    if (bytes.length === next) return undefined;
    bytes = bytes.subarray(next);
  }
}

/** @returns a whole HTTP response with this body */
export function responseOf(json: string): Buffer {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n`;
  return Buffer.from(head + json);
}
