/** Ends a function that cannot be stopped from JavaScript, such as a regular expression that tries ever more ways to match. */
import { createContext, Script, type Context } from 'node:vm';

/** Thrown when the time is over. */
export class OutOfTime extends Error {}

const CALL = new Script('run()');
/** Made at the first run, since it takes a millisecond. It serves every run: one ends before the next begins, and leaves nothing in it. */
let global: Context | undefined;

/**
 * Runs a function with a time limit. A run costs a tenth of a millisecond, so it is for what may be slow.
 * @param most in milliseconds
 * @returns what `action` returns
 * @throws OutOfTime, and what `action` throws
 */
export function withTimeLimit<Result>(most: number, action: () => Result): Result {
  let result: Result;
  global ??= createContext({ run: undefined });
  global.run = () => {
    result = action();
  };
  try {
    CALL.runInContext(global, { timeout: most });
  } catch (thrown) {
    throw (thrown as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new OutOfTime() : thrown;
  } finally {
    global.run = undefined;
  }
  return result!;
}
