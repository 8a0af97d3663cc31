/** Answers what Node's parser of HTTP refuses before there is a request: a header that is none, too many headers, one that is not sent whole. */
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { CodedError } from '../../base/errors.ts';
import { httpFault } from './errors.ts';
import { refusal } from './refusal.ts';

/** Receives each such connection. */
export type AnswerUnreadable = (thrown: NodeJS.ErrnoException, socket: Socket) => void;

/**
 * @param headers of every answer of the server
 * @param onRefused told of the code of each that was answered
 * @returns a function that answers with a coded error, and closes the connection
 */
export function answerUnreadable(
  headers: Readonly<Record<string, string>>,
  onRefused: (code: string) => void = () => {},
): AnswerUnreadable {
  return (thrown, socket) => {
    // In the middle of an answer the text would be taken for its end.
    if (thrown.code !== 'ECONNRESET' && socket.writable && !isAnswering(socket)) {
      const fault = faultOf(thrown.code);
      onRefused(fault.code);
      const { status, headers: own, body } = refusal(fault, { ...headers, connection: 'close' });
      const lines = Object.entries({ ...own, 'content-length': Buffer.byteLength(body) });
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body}`);
    }
    socket.destroy(thrown);
  };
}

/** As Node's own handler knows it. */
function isAnswering(socket: Socket & { readonly _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}

function faultOf(code: string | undefined): CodedError {
  if (code === 'HPE_HEADER_OVERFLOW') return httpFault('HEADERS_TOO_LARGE');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return httpFault('REQUEST_UNFINISHED');
  return httpFault('BAD_HTTP', `expected HTTP/1.1, got what its parser refuses with ${code ?? 'no code'}`);
}
