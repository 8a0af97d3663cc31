/** Ends a function that cannot be stopped from JavaScript, such as a regular expression that tries ever more ways to match. */
import { createContext, Script } from 'node:vm';

/** Thrown when the time is over. */
export class OutOfTime extends Error {}

const CALL = new Script('run()');

/** A limit for functions that run one after another. It takes half a millisecond to make and a tenth for each run, so it is for what may be slow. */
export class TimeLimit {
  readonly #most: number;
  readonly #global = createContext({ run: undefined });

  /** @param most in milliseconds, for each run */
  constructor(most: number) {
    this.#most = most;
  }

  /** @returns what `action` returns @throws OutOfTime, and what `action` throws */
  run<Result>(action: () => Result): Result {
    let result: Result;
    this.#global.run = () => {
      result = action();
    };
    try {
      CALL.runInContext(this.#global, { timeout: this.#most });
    } catch (thrown) {
      throw (thrown as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new OutOfTime() : thrown;
    } finally {
      this.#global.run = undefined;
    }
    return result!;
  }
}
