/** `sigap compose`: subgraphs of any kind to one supergraph, without a registry. */
import { readFileSync, writeFileSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { variantFile } from '../../../base/contract-variant.ts';
import { reasonOf } from '../../../base/errors.ts';
import type {
  CompositionError,
  CompositionHint,
  CompositionPolicy,
  Service,
} from '../../../schema/composition/compose-subgraphs.ts';
import { sigapFault } from '../errors.ts';
import { EXIT, type Outcome } from '../outcome.ts';
import { readSdl } from '../read-sdl.ts';
import { withExamples, type Finish } from './words.ts';

/** A subgraph on the command line: `name=FILE`, `name=https://…`. */
interface Named {
  readonly name: string;
  readonly place: string;
}

interface ComposeWords {
  readonly subgraph: readonly Named[];
  readonly url: readonly Named[];
  readonly out?: string;
  readonly policy: CompositionPolicy;
  readonly check: boolean;
  /** A file of contracts; true for the shipped ones. */
  readonly contracts?: string | true;
}

/** Adds the command. */
export function addCompose(program: Command, finish: Finish): void {
  const command = program
    .command('compose')
    .summary('compose subgraphs into one supergraph')
    .description(
      'Composes subgraphs of federation 1 or 2 into one supergraph, without a registry, and prints what should be looked at. Without --subgraph it composes the five of schema/ into schema/supergraph.graphql.',
    )
    .option('--subgraph <name=place>', 'a file, or the address of a subgraph that answers with its SDL', collect, [])
    .option(
      '--url <name=url>',
      'where the gateway calls it, if not at the address that the SDL comes from',
      collect,
      [],
    )
    .option('--out <file>', 'where the supergraph is written; printed when left out')
    .addOption(
      new Option('--policy <policy>', 'what is refused beside what does not compose: what would leak, or nothing')
        .choices(['privacy', 'none'])
        .default('privacy'),
    )
    .option(
      '--contracts [file]',
      'also writes the variant of each contract beside it; the shipped contract public when no file is named',
    )
    .option('--check', 'writes nothing, and fails where the file is not what the subgraphs compose to', false)
    .action(async (words: ComposeWords) => finish(await composeThem(words)));
  withExamples(
    command,
    'sigap compose',
    'sigap compose --contracts --out /srv/graph/supergraph.graphql',
    'sigap compose --subgraph a=a.graphql --subgraph b=http://127.0.0.1:4002/graphql --policy none --out supergraph.graphql',
  );
}

function collect(word: string, before: readonly Named[]): Named[] {
  const [, name, place] = /^([A-Za-z][\w-]{0,62})=(.+)$/.exec(word) ?? [];
  if (name === undefined || place === undefined) throw new InvalidArgumentError('expected name=place');
  if (before.some((each) => each.name === name)) throw new InvalidArgumentError(`${name} is given twice`);
  return [...before, { name, place }];
}

async function composeThem(words: ComposeWords): Promise<Outcome> {
  // Loaded when it is asked for: Apollo's composition would hold up every other command.
  const { SUPERGRAPH_FILE, ownServices } = await import('../../../schema/compose.ts');
  const { composeSubgraphs } = await import('../../../schema/composition/compose-subgraphs.ts');
  const isOwn = words.subgraph.length === 0;
  const services = isOwn ? ownServices() : await Promise.all(words.subgraph.map((each) => serviceOf(each, words.url)));
  const composed = composeSubgraphs(services, { policy: words.policy });
  if (composed.errors !== undefined)
    return { json: { errors: composed.errors }, text: errorsText(composed.errors), exit: EXIT.failed };
  const { supergraphSdl, hints } = composed;
  const file = words.out ?? (isOwn ? SUPERGRAPH_FILE : undefined);
  if (words.check) return compared(supergraphSdl, file);
  const variants = words.contracts === undefined ? [] : await variantsOf(supergraphSdl, words.contracts, file);
  for (const { file: place, sdl } of variants) writeFileSync(place, sdl);
  if (file !== undefined) writeFileSync(file, supergraphSdl);
  return {
    json: {
      supergraph: file === undefined ? supergraphSdl : undefined,
      file,
      hints,
      variants: variants.map((each) => each.file),
    },
    text: [
      hintsText(hints),
      file === undefined
        ? supergraphSdl
        : `${services.length} subgraphs compose: ${[file, ...variants.map((each) => each.file)].join(', ')}`,
    ]
      .filter((text) => text !== '')
      .join('\n'),
    isExact: file === undefined,
  };
}

async function serviceOf({ name, place }: Named, routes: readonly Named[]): Promise<Service> {
  const route = routes.find((each) => each.name === name)?.place;
  return { name, url: route ?? (/^https?:/.test(place) ? place : ''), sdl: await readSdl(place) };
}

/** @throws CodedError SIGAP_USAGE without a file to write beside, SIGAP_CONTRACT for a variant that cannot be served, REGISTRY_CONTRACTS */
async function variantsOf(
  supergraphSdl: string,
  contracts: string | true,
  file: string | undefined,
): Promise<{ readonly file: string; readonly sdl: string }[]> {
  if (file === undefined) throw sigapFault('SIGAP_USAGE', 'expected --out with --contracts: variants stand beside it');
  const { applyContract } = await import('../../../schema/registry/contracts/apply-contract.ts');
  const { readContracts, SHIPPED_CONTRACTS } = await import('../../../schema/registry/contracts/contract.ts');
  return readContracts(contracts === true ? SHIPPED_CONTRACTS : contracts).map((contract) => {
    const made = applyContract(supergraphSdl, contract);
    if ('problem' in made) throw sigapFault('SIGAP_CONTRACT', `${contract.name}: ${made.problem}`);
    return { file: variantFile(file, contract.name), sdl: made.sdl };
  });
}

function compared(supergraphSdl: string, file: string | undefined): Outcome {
  if (file === undefined) throw sigapFault('SIGAP_USAGE', 'expected --out with --check: the file to compare with');
  let there: string | undefined;
  try {
    there = readFileSync(file, 'utf8');
  } catch (thrown) {
    throw sigapFault('SIGAP_SDL', `${file}: ${reasonOf(thrown)}`, { cause: thrown });
  }
  const isSame = there === supergraphSdl;
  return {
    json: { file, isSame },
    text: isSame ? `${file} is what the subgraphs compose to` : `${file} is stale: run sigap compose and commit it`,
    exit: isSame ? undefined : EXIT.failed,
  };
}

/** Only what a person should look at: information is for --json. */
function hintsText(hints: readonly CompositionHint[]): string {
  return hints
    .filter(({ level }) => level === 'warning')
    .map(({ code, message }) => `hint ${code}: ${message}`)
    .join('\n');
}

function errorsText(errors: readonly CompositionError[]): string {
  return errors.map(({ code, message }) => `error ${code}: ${message}`).join('\n');
}
