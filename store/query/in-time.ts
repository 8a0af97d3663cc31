/** Ends an action that JavaScript itself could not be stopped in, such as a regular expression that tries ever more ways to match. */
import { createContext, Script } from 'node:vm';

const box = createContext({ run: undefined as unknown });
const call = new Script('run()');

/** Thrown when the time is over. */
export class OutOfTime extends Error {}

/** @param most in milliseconds; watching costs a tenth of one, so it is for what may be slow @throws OutOfTime */
export function inTime<Result>(most: number, action: () => Result): Result {
  let result: Result;
  box.run = () => {
    result = action();
  };
  try {
    call.runInContext(box, { timeout: most });
  } catch (thrown) {
    throw (thrown as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new OutOfTime() : thrown;
  } finally {
    box.run = undefined;
  }
  return result!;
}
