/**
 * `npm run check`: types, lint, format, and what nothing uses. Each part is one thread for most of its time, and ESLint takes as long as the
 * others together, so it runs beside them. What a part says is printed in one piece; all run to their end, and one that fails fails the whole.
 */
import { exec } from 'node:child_process';

/** Side by side; in each, one after the other. */
const LANES = [['eslint .'], ['tsc', 'tsc -p web', 'npm run --silent format:check', 'npm run --silent unused']];

/** Through the shell, which on Windows finds these programs by their `.cmd`. @returns whether it succeeded */
function run(command: string): Promise<boolean> {
  return new Promise((resolve) => {
    exec(command, { maxBuffer: Infinity }, (error, out, err) => {
      if (error !== null) process.stdout.write(`${command}: failed\n`);
      process.stdout.write(out + err);
      resolve(error === null);
    });
  });
}

/** @returns whether each command of the lane succeeded */
async function runInTurn(commands: readonly string[]): Promise<boolean> {
  let passed = true;
  for (const command of commands) passed = (await run(command)) && passed;
  return passed;
}

const lanes = await Promise.all(LANES.map(runInTurn));
process.exitCode = lanes.every(Boolean) ? 0 : 1;
