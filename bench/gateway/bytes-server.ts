/** An HTTP server that does nothing but find the ends of requests: it must cost less than anything that asks it. */
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** @param answer takes a request's body and gives a whole HTTP response, made by `responseOf` @returns the port */
export async function serveBytes(answer: (body: Buffer) => Buffer | Promise<Buffer>): Promise<number> {
  const server = createServer((socket) => {
    socket.setNoDelay(true).on('error', () => socket.destroy());
    let held: Buffer | undefined;
    socket.on('data', (chunk: Buffer) => {
      held = rest(held === undefined ? chunk : Buffer.concat([held, chunk]), (body) => reply(socket, answer(body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function reply(socket: Socket, response: Buffer | Promise<Buffer>): void {
  if (response instanceof Promise) void response.then((bytes) => socket.write(bytes));
  else socket.write(response);
}

/** Hands out each whole body. @returns what is left over */
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

export function responseOf(json: string): Buffer {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n`;
  return Buffer.from(head + json);
}
