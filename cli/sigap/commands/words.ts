/** Words that several commands share. */
import { Option, type Command } from 'commander';
import type { Outcome } from '../outcome.ts';

/** Prints what a command has come to, and sets how the process ends. */
export type Finish = (outcome: Outcome) => void;

const DEFAULT_REGISTRY = 'http://127.0.0.1:4010';

/** Adds where the registry is, and the file of the token. */
export function withRegistry(command: Command): Command {
  return command
    .addOption(new Option('--registry <url>', 'the registry').env('SIGAP_REGISTRY').default(DEFAULT_REGISTRY))
    .addOption(
      new Option(
        '--token-file <file>',
        "a file with your agency's token, that only you may read; beside npm start the operator's is taken",
      ).env('SIGAP_TOKEN_FILE'),
    );
}

/** Adds the reason, which stands in the history. */
export function withWhy(command: Command): Command {
  return command.requiredOption('--why <text>', 'why, for the history');
}

/** Adds examples behind the help. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`);
}
