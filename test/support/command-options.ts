/** The options of a command of the tests. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** @returns their values; for `--help` it lists them and ends the program, and for what it does not know it says so in a line and ends it with 1 */
export function commandOptions<const Options extends ParseArgsOptionsConfig>(options: Options) {
  const listed = Object.entries(options).map(([name, { type }]) => `--${name}${type === 'string' ? ' VALUE' : ''}`);
  if (process.argv.includes('--help')) {
    process.stdout.write(`options: ${listed.join(', ')}\n`);
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (thrown) {
    process.stderr.write(`expected ${listed.join(', ')}. ${(thrown as Error).message}\n`);
    return process.exit(1);
  }
}
