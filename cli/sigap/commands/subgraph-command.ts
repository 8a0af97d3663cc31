/** `sigap subgraph`: an agency's versions, checked, published and looked at. */
import { Option, type Command } from 'commander';
import type { CheckReport } from '../../../schema/checks/finding.ts';
import { EXIT, type Outcome } from '../outcome.ts';
import { readSdl } from '../read-sdl.ts';
import { jsonOfRegistry } from '../registry/ask-registry.ts';
import { operate, TAKEN, type OperateWords } from '../registry/operate.ts';
import { registryAccess, type RegistryWords } from '../registry/registry-access.ts';
import { waitForGateway } from '../registry/wait-for-gateway.ts';
import { reportIn, type ReportForm } from '../shown-report.ts';
import { oneLine } from '../../terminal/one-line.ts';
import { tableText } from '../table.ts';
import { withExamples, withRegistry, withWhy, type Finish } from './words.ts';

interface Version {
  readonly subgraph: string;
  readonly number: number;
  readonly hash: string;
  readonly url: string;
  readonly by: string;
  readonly at: string;
  readonly why: string;
  readonly state: string;
  readonly note?: string;
}

interface Subgraph {
  readonly name: string;
  readonly owner: string;
  readonly current?: Version;
  readonly newest?: Version;
  readonly served?: number;
  readonly quarantined: boolean;
  readonly openApprovals: number;
}

interface Published {
  readonly version: Version;
  readonly report: CheckReport;
  readonly supergraph?: { readonly number: number; readonly hash: string };
  readonly unchanged?: boolean;
}

interface Candidate extends RegistryWords {
  readonly schema: string;
  readonly url?: string;
  readonly owner?: string;
  readonly form: ReportForm;
}

/** Adds the commands. */
export function addSubgraph(program: Command, finish: Finish): void {
  const group = program.command('subgraph').description("an agency's subgraph: check, publish, look, take out");
  addCheck(group, finish);
  addPublish(group, finish);
  addLooks(group, finish);
  addTakeOut(group, finish);
  addNames(group, finish);
}

function withCandidate(command: Command): Command {
  return withRegistry(command)
    .argument('<name>', 'of the subgraph')
    .requiredOption('--schema <place>', 'its SDL: a file, or the address of a subgraph that answers with it')
    .option('--url <url>', 'where gateways call it')
    .option('--owner <agency>', 'whose it is, for its first version by an operator')
    .addOption(
      new Option('--form <form>', 'how the report is written').choices(['terminal', 'markdown']).default('terminal'),
    );
}

function addCheck(group: Command, finish: Finish): void {
  const check = withCandidate(group.command('check'))
    .description('what would happen if this were published: 3 where it would be refused, 4 where owners are asked')
    .action(async (name: string, words: Candidate) => {
      const body = { sdl: await readSdl(words.schema), url: words.url ?? '', owner: words.owner };
      const path = pathOf(name, 'check');
      const report = await jsonOfRegistry<CheckReport>(registryAccess(words), { method: 'POST', path, body });
      finish({ json: report, text: reportIn(words.form, report), exit: exitOf(report) });
    });
  withExamples(
    check,
    'sigap subgraph check health --schema schema.graphql',
    'sigap subgraph check health --schema schema.graphql --form markdown > report.md',
  );
}

const exitOf = ({ outcome }: Pick<CheckReport, 'outcome'>): Outcome['exit'] =>
  outcome === 'failed' ? EXIT.failed : outcome === 'waits' ? EXIT.waits : undefined;

function addPublish(group: Command, finish: Finish): void {
  const publish = withWhy(withCandidate(group.command('publish')))
    .description('publishes a version: gateways take it within seconds, or it waits for owners (4), or is refused (3)')
    .option('--wait <gateway>', 'ends once this gateway serves it: http://127.0.0.1:4000/graphql')
    .action(async (name: string, words: Candidate & { why: string; wait?: string }) => {
      const path = pathOf(name, 'versions');
      const { owner, why } = words;
      const body = { sdl: await readSdl(words.schema), url: words.url ?? '', why, owner };
      const published = await jsonOfRegistry<Published>(registryAccess(words), {
        method: 'POST',
        path,
        body,
        alsoAnswers: [422],
      });
      const { supergraph } = published;
      if (words.wait !== undefined && supergraph !== undefined) await waitForGateway(words.wait, supergraph.hash);
      finish({
        json: published,
        text: `${reportIn(words.form, published.report)}\n${publishedText(published, words.wait)}`,
        exit: published.unchanged === true ? undefined : exitOf(published.report),
      });
    });
  withExamples(
    publish,
    'sigap subgraph publish health --schema schema.graphql --url https://health.example/graphql --why "First version"',
  );
}

function publishedText({ version, supergraph, unchanged, report }: Published, waited?: string): string {
  const named = `${version.subgraph} ${version.number}`;
  if (unchanged === true) return `${named} is published already, and nothing is changed`;
  if (supergraph !== undefined)
    return `${named} is published: supergraph ${supergraph.number}${waited === undefined ? TAKEN : `, which ${waited} serves`}`;
  return report.outcome === 'waits'
    ? `${named} waits for the owners above; it is published with the last agreement (sigap approvals)`
    : `${named} is not published`;
}

function addLooks(group: Command, finish: Finish): void {
  const list = withRegistry(group.command('list'))
    .description('all subgraphs, and where they stand')
    .action(async (words: RegistryWords) => {
      const access = registryAccess(words);
      const all = await jsonOfRegistry<readonly Subgraph[]>(access, { method: 'GET', path: '/v1/subgraphs' });
      finish({ json: all, text: subgraphsText(all) });
    });
  withExamples(list, 'sigap subgraph list', 'sigap subgraph list --json');
  const show = withRegistry(group.command('show'))
    .description('one subgraph with its versions, or one version with its report')
    .argument('<name>', 'of the subgraph')
    .option('--number <number>', 'of a version: its report, and with --sdl its SDL')
    .option('--sdl', 'prints the SDL alone', false)
    .action(async (name: string, words: RegistryWords & { number?: string; sdl: boolean }) =>
      finish(await shown(name, words)),
    );
  withExamples(show, 'sigap subgraph show workers', 'sigap subgraph show workers --number 2 --sdl');
}

async function shown(name: string, words: RegistryWords & { number?: string; sdl: boolean }): Promise<Outcome> {
  const access = registryAccess(words);
  const path = `/v1/subgraphs/${encodeURIComponent(name)}`;
  const subgraph = await jsonOfRegistry<Subgraph & { versions: readonly Version[] }>(access, { method: 'GET', path });
  const number = words.number ?? (words.sdl ? subgraph.current?.number : undefined);
  if (number === undefined)
    return { json: subgraph, text: `${name} of ${subgraph.owner}\n${versionsText(subgraph.versions)}` };
  const version = await jsonOfRegistry<Version & { sdl: string; report: CheckReport }>(access, {
    method: 'GET',
    path: `${path}/versions/${encodeURIComponent(number)}`,
  });
  const told = `${name} ${version.number} by ${version.by}, ${version.at}: ${version.state}. ${version.why}`;
  const note = version.note === undefined ? [] : [version.note];
  return {
    json: version,
    text: words.sdl
      ? version.sdl
      : [...[told, ...note].map((line) => oneLine(line)), reportIn('terminal', version.report)].join('\n'),
    isExact: words.sdl,
  };
}

function addTakeOut(group: Command, finish: Finish): void {
  for (const [verb, what] of [
    ['retract', 'takes a subgraph out of the graph, as its owner'],
    ['quarantine', 'takes the fields of a subgraph out until it is released, as an operator'],
    ['release', 'puts a quarantined subgraph back, as an operator'],
  ] as const) {
    const command = withWhy(withRegistry(group.command(verb)))
      .description(`${what}; says what clients can no longer ask`)
      .argument('<name>', 'of the subgraph')
      .action(async (name: string, words: OperateWords) => finish(await operate(words, pathOf(name, verb))));
    withExamples(command, `sigap subgraph ${verb} health --why "Its host is moved"`);
  }
}

/** @returns the registry's path for a subgraph */
const pathOf = (name: string, verb: string): string => `/v1/subgraphs/${encodeURIComponent(name)}/${verb}`;

function addNames(group: Command, finish: Finish): void {
  const move = withWhy(withRegistry(group.command('move')))
    .description('gives a subgraph to another agency, as an operator; the history has it')
    .argument('<name>', 'of the subgraph')
    .requiredOption('--owner <agency>', 'whose it is from now on')
    .action(async (name: string, words: OperateWords & { owner: string }) => {
      const request = {
        method: 'POST',
        path: pathOf(name, 'move'),
        body: { why: words.why, owner: words.owner },
      } as const;
      const moved = await jsonOfRegistry<Subgraph>(registryAccess(words), request);
      finish({ json: moved, text: `${name} belongs to ${moved.owner}` });
    });
  withExamples(move, 'sigap subgraph move health --owner DINKES --why "Dinkes runs it now"');
  const free = withWhy(withRegistry(group.command('free')))
    .description('frees a name of which nothing is published, as an operator: whoever publishes next has it')
    .argument('<name>', 'of the subgraph')
    .action(async (name: string, words: OperateWords) => {
      const request = { method: 'POST', path: pathOf(name, 'free'), body: { why: words.why } } as const;
      finish({ json: await jsonOfRegistry(registryAccess(words), request), text: `${name} is free` });
    });
  withExamples(free, 'sigap subgraph free health --why "Claimed by mistake"');
}

function subgraphsText(all: readonly Subgraph[]): string {
  return tableText(
    ['name', 'owner', 'served', 'newest', 'state', 'asks', 'address'],
    all.map(({ name, owner, served, newest, current, quarantined, openApprovals }) => [
      name,
      owner,
      served === undefined ? null : String(served),
      newest === undefined ? null : String(newest.number),
      quarantined ? 'QUARANTINED' : (newest?.state ?? null),
      openApprovals === 0 ? null : String(openApprovals),
      current?.url ?? null,
    ]),
    'no subgraph is published yet',
  );
}

function versionsText(versions: readonly Version[]): string {
  return tableText(
    ['number', 'state', 'at', 'by', 'hash', 'why', 'note'],
    versions.map(({ number, state, at, by, hash, why, note }) => [
      String(number),
      state,
      at.slice(0, 19),
      by,
      hash.slice(0, 8),
      why,
      note ?? null,
    ]),
    'it has no version',
  );
}
