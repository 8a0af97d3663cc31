/** `sigap completion`: a script that lets a shell complete commands and their words. */
import type { Command } from 'commander';
import { sigapFault } from '../errors.ts';
import { withExamples, type Finish } from './words.ts';

/** Adds the command; it knows every command that was added before. */
export function addCompletion(program: Command, finish: Finish): void {
  const command = program
    .command('completion')
    .description('prints a script with which a shell completes commands and their words')
    .argument('<shell>', 'bash, zsh or fish')
    .action((shell: string) => {
      const script = SCRIPTS[shell];
      if (script === undefined)
        throw sigapFault('SIGAP_USAGE', `expected ${Object.keys(SCRIPTS).join(', ')}, got ${JSON.stringify(shell)}`);
      const text = script(waysOf(program));
      finish({ json: { shell, script: text }, text });
    });
  withExamples(command, 'source <(npx sigap completion bash)', 'npx sigap completion fish | source');
}

/** What may follow which words: `subgraph` -> check, publish … */
type Ways = ReadonlyMap<string, readonly string[]>;

function waysOf(command: Command, before: readonly string[] = []): Ways {
  const next = [
    ...command.commands.map((each) => each.name()),
    ...command.options.map(({ long }) => long).filter((long): long is string => long != null),
  ];
  return new Map([
    [before.join(' '), next],
    ...command.commands.flatMap((each) => [...waysOf(each, [...before, each.name()])]),
  ]);
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function bash(ways: Ways): string {
  const cases = [...ways].map(([before, next]) => `    ${quoted(before)}) next=${quoted(next.join(' '))} ;;`);
  return `_sigap() {
  local before='' next='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) continue ;; esac
    case " ${[...ways.keys()].filter((way) => way !== '').join(' | ')} " in
      *" \${before:+$before }$word "*) before="\${before:+$before }$word" ;;
    esac
  done
  case "$before" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$next" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _sigap sigap`;
}

const SCRIPTS: Readonly<Record<string, (ways: Ways) => string>> = {
  bash,
  zsh: (ways) => `autoload -U +X bashcompinit && bashcompinit\n${bash(ways)}`,
  fish: (ways) =>
    [...ways]
      .flatMap(([before, next]) => {
        const condition =
          before === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${before.split(' ').at(-1)!}`;
        return next.map((word) => {
          const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
          return `complete -c sigap -n ${quoted(condition)} ${what}`;
        });
      })
      .join('\n'),
};
