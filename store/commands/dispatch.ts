/** From a command to its reply: session, transaction, handler, and errors as the protocol carries them. */
import { storeFault, notOffered, StoreError } from '../errors.ts';
import type { Holder } from '../held-bytes.ts';
import type { Log } from '../../base/log.ts';
import { encode } from '../value/encode.ts';
import { checkConcerns, unmetWriteConcern } from './concerns.ts';
import { checkFields } from './fields.ts';
import { NOT_OK, OK } from './ok.ts';
import { COMMANDS, REFUSED_COMMANDS } from './table.ts';
import { Request, type RequestParts, type Shared } from './request.ts';

/** Runs a command. @param holder the connection, which owns the transactions and cursors begun on it @returns the reply in bytes; never throws */
export async function dispatch(
  shared: Shared,
  { command, sequences }: Pick<RequestParts, 'command' | 'sequences'>,
  holder: Holder,
  log: Log | undefined,
): Promise<Buffer> {
  const session = shared.sessions.of(command);
  try {
    const name = command.keys().next().value ?? '';
    const handler = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (handler === undefined)
      throw REFUSED_COMMANDS.includes(name)
        ? notOffered(`the command ${name}`)
        : storeFault('CommandNotFound', `no such command: '${name}'`);
    const { damage } = shared.engine;
    if (damage !== undefined && !ALWAYS.has(name)) throw storeFault('InternalError', damage);
    const ends = name === 'commitTransaction' || name === 'abortTransaction';
    const transaction = ends ? undefined : shared.sessions.transactionOf(command, session, holder);
    if (ends) shared.sessions.check(command, session);
    const request = new Request({ shared, command, sequences, session, transaction, holder });
    checkFields(request);
    checkConcerns(request);
    const reply = await handler(request);
    return Buffer.isBuffer(reply) ? reply : encode({ ...reply, ...unmetWriteConcern(request), ok: OK });
  } catch (thrown) {
    if (session?.transaction !== undefined && command.get('autocommit') === false) shared.sessions.abort(session);
    return encode(errorReply(thrown, log));
  }
}

/** Commands that run also when the file was found to be damaged, so that clients connect and learn what is wrong. */
const ALWAYS: ReadonlySet<string> = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'buildInfo', 'endSessions']);

/** SQLite's number for a disk without room. */
const SQLITE_FULL = 13;

function faultOf(thrown: unknown): StoreError {
  const isFull = thrown instanceof Error && 'errcode' in thrown && thrown.errcode === SQLITE_FULL;
  return isFull
    ? storeFault('OutOfDiskSpace', 'the disk of the store is full')
    : storeFault('InternalError', 'the store failed; see its log');
}

function errorReply(thrown: unknown, log: Log | undefined): Record<string, unknown> {
  const error = thrown instanceof StoreError ? thrown : faultOf(thrown);
  if (error !== thrown) log?.error({ err: thrown }, 'a command failed');
  return {
    ok: NOT_OK,
    errmsg: error.message,
    code: error.code,
    codeName: error.codeName,
    ...error.extra,
    ...(error.labels.length > 0 ? { errorLabels: error.labels } : {}),
  };
}
