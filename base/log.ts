/**
 * The log: one JSON object a line on stderr (on a terminal a line that a person reads), so that standard output holds a program's answers
 * alone. Values under keys that could hold personal data are cut out before a line is written.
 */
import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';

/** A pino logger; made by `logOf`, which cuts personal data out. */
export type Log = Logger;
/** From nothing to everything; each level includes those before it. */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
/** The values of LOG_LEVEL, quietest first. */
export const LOG_LEVELS: readonly [LogLevel, ...LogLevel[]] = ['silent', 'error', 'warn', 'info', 'debug', 'trace'];

/** Keys whose values never reach the log, at the top and one level down. */
const PERSONAL = ['nik', 'name', 'phone', 'kpj', 'variables', 'authorization', 'token', 'body'];

/**
 * @param room which room logs: `gateway`, `store`, `subgraph:workers` …
 * @param destination where the lines go; stderr when left out
 */
export function logOf(room: string, level: LogLevel = 'info', destination: DestinationStream = stderr()): Log {
  const paths = PERSONAL.flatMap((key) => [key, `*.${key}`]);
  return pino({ base: { room, pid: process.pid }, level, redact: { paths, censor: '[cut]' } }, destination);
}

/** Lines that a person reads where stderr is a terminal, JSON elsewhere. */
function stderr(): DestinationStream {
  return process.stderr.isTTY
    ? pretty({ destination: 2, sync: true, ignore: 'pid', translateTime: 'SYS:HH:MM:ss' })
    : pino.destination({ dest: 2, sync: true });
}
