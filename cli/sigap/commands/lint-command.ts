/** `sigap lint`: style, and names that look personal, of SDL that is not published; without a registry. */
import { InvalidArgumentError, type Command } from 'commander';
import type { LintLevels } from '../../../schema/checks/check-input.ts';
import { EXIT } from '../outcome.ts';
import { readSdl } from '../read-sdl.ts';
import { reportIn } from '../shown-report.ts';
import { withExamples, type Finish } from './words.ts';

interface LintWords {
  readonly name: string;
  readonly level: LintLevels;
}

/** Adds the command. */
export function addLint(program: Command, finish: Finish): void {
  const command = program
    .command('lint')
    .description('descriptions in two languages, names, pages, sizes, deprecation, and fields that look personal')
    .argument('<place>', 'SDL: a file, or the address of a subgraph that answers with it')
    .option('--name <name>', 'of the subgraph', 'candidate')
    .option('--level <rule=level>', 'on, warn or off; off leaves a rule out', level, {})
    .action(async (place: string, { name, level: lint }: LintWords) => {
      // Loaded when it is asked for: ESLint would hold up every other command.
      const { checkSubgraph } = await import('../../../schema/checks/check-subgraph.ts');
      const { ownServices } = await import('../../../schema/compose.ts');
      const { nameRules } = await import('../../../schema/checks/names/rules.ts');
      // What the SDL says by itself, whoever uses it and whoever else is in the graph.
      const isOfText = (rule: string): boolean =>
        rule.startsWith('LINT/') || nameRules.some((each) => each.name === rule);
      const others = ownServices().filter((each) => each.name !== name);
      const report = await checkSubgraph({
        name,
        owner: '',
        url: '',
        sdl: await readSdl(place),
        others: others.map((each) => ({ ...each, owner: each.name })),
        used: [],
        approvals: [],
        lint,
        policy: 'privacy',
      });
      const findings = report.findings.filter(({ rule }) => isOfText(rule));
      const isFailed = findings.some(({ severity }) => severity === 'error');
      const shown = { ...report, findings, outcome: isFailed ? ('failed' as const) : ('passed' as const) };
      finish({ json: shown, text: reportIn('terminal', shown), exit: isFailed ? EXIT.failed : undefined });
    });
  withExamples(
    command,
    'sigap lint schema.graphql --name health',
    'sigap lint schema.graphql --level LINT/LIST_SIZE=off',
  );
}

function level(word: string, before: LintLevels): LintLevels {
  const [, rule, chosen] = /^([\w/-]+)=(on|warn|off)$/.exec(word) ?? [];
  if (rule === undefined) throw new InvalidArgumentError('expected RULE=on, RULE=warn or RULE=off');
  return { ...before, [rule]: chosen as LintLevels[string] };
}
