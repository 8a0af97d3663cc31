/** `sigap init`: the subgraph that an agency starts from. */
import { Option, type Command } from 'commander';
import { KIT_LANGUAGES, writeKit } from '../../../schema/registry/kits/write-kit.ts';
import { withExamples, type Finish } from './words.ts';

interface InitWords {
  readonly language: string;
  readonly owner: string;
  readonly folder?: string;
}

/** Adds the command. */
export function addInit(program: Command, finish: Finish): void {
  const command = program
    .command('init')
    .description('writes a subgraph to start from: claims verified, counts perturbed, tests that pass')
    .argument('<name>', 'of the subgraph: health')
    .requiredOption('--owner <agency>', "the agency's code: DINKES")
    .addOption(new Option('--language <language>', 'it is written in').choices(KIT_LANGUAGES).default('typescript'))
    .option('--folder <folder>', 'a new or an empty one; named as the subgraph when left out')
    .action((name: string, words: InitWords) => {
      const folder = words.folder ?? name;
      const files = writeKit({ name, owner: words.owner, language: words.language, folder });
      finish({ json: { folder, files }, text: `${files.length} files in ${folder}; its README.md goes on from here` });
    });
  withExamples(
    command,
    'sigap init health --owner DINKES',
    'sigap init health --owner DINKES --language typescript --folder ../health',
  );
}
