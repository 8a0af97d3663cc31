/**
 * `sigap`, the command line of agencies and operators. It ends with 0, or 1 for what could not be done, 2 for words that do not fit, 3 where
 * a check failed and 4 where a version waits for owners.
 */
import { Command, CommanderError } from 'commander';
import { codedError } from '../../base/errors.ts';
import { ignoreClosedPipe } from '../../base/ignore-closed-pipe.ts';
import { addApprovals } from './commands/approval-command.ts';
import { addClient } from './commands/client-command.ts';
import { addCompletion } from './commands/completion-command.ts';
import { addCompose } from './commands/compose-command.ts';
import { addConfig } from './commands/config-command.ts';
import { addConformance } from './commands/conformance-command.ts';
import { addExplain } from './commands/explain-command.ts';
import { addInit } from './commands/init-command.ts';
import { addLint } from './commands/lint-command.ts';
import { addSubgraph } from './commands/subgraph-command.ts';
import { addSupergraph } from './commands/supergraph-command.ts';
import { addToken } from './commands/token-command.ts';
import { addUsage } from './commands/usage-command.ts';
import { terminalText } from '../terminal/terminal-text.ts';
import type { Outcome } from './outcome.ts';

const CANNOT = 1;
const USAGE = 2;

/** In the order of the help; completion knows those before it. */
const COMMANDS = [
  addInit,
  addCompose,
  addLint,
  addConformance,
  addConfig,
  addSubgraph,
  addApprovals,
  addSupergraph,
  addUsage,
  addExplain,
  addClient,
  addToken,
  addCompletion,
];

function createProgram(): Command {
  const program = new Command('sigap')
    .description('Subgraphs of many agencies, composed, checked and published.')
    .option('--json', 'prints JSON', false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nIt ends with 0, 1 (could not be done), 2 (words do not fit), 3 (a check failed) or 4 (waits for owners). docs/partners.md begins from nothing.',
    );
  const finish = (outcome: Outcome): void => {
    const isJson = program.opts<{ json: boolean }>().json;
    const text = isJson ? JSON.stringify(outcome.json, undefined, 2) : outcome.text;
    const printed = (isJson || outcome.isExact === true) && !process.stdout.isTTY ? text : terminalText(text);
    process.stdout.write(printed.endsWith('\n') ? printed : `${printed}\n`);
    process.exitCode = outcome.exit ?? 0;
  };
  for (const add of COMMANDS) add(program, finish);
  return program;
}

ignoreClosedPipe();
try {
  await createProgram().parseAsync();
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? 0 : USAGE;
  } else {
    const { code, message } = codedError(thrown);
    process.stderr.write(`${code}: ${terminalText(message)}\n`);
    process.exitCode = code === 'SIGAP_USAGE' ? USAGE : CANNOT;
  }
}
