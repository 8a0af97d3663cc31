/**
 * The log: one JSON object a line on standard output's neighbour, stderr, so that a program's answers stay clean.
 * What could hold a person's data is cut out by key before it is written, whoever logs it.
 */
import { pino, type DestinationStream, type Logger } from 'pino';

/** A pino logger; made by `logOf`, which cuts personal data out. */
export type Log = Logger;
/** From none to all; each level holds those before it. */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
/** The values of LOG_LEVEL, quietest first. */
export const LOG_LEVELS: readonly [LogLevel, ...LogLevel[]] = ['silent', 'error', 'warn', 'info', 'debug', 'trace'];

/** Keys whose values never reach the log, at the top and one level down. */
const PERSONAL = ['nik', 'name', 'phone', 'kpj', 'variables', 'authorization', 'token', 'body'];

/**
 * @param room which room speaks, `gateway`, `store`, `subgraph:workers` …
 * @param destination where the lines go; stderr unless told otherwise
 */
export function logOf(
  room: string,
  level: LogLevel = 'info',
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log {
  const paths = PERSONAL.flatMap((key) => [key, `*.${key}`]);
  return pino({ base: { room, pid: process.pid }, level, redact: { paths, censor: '[cut]' } }, destination);
}
