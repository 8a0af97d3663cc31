/** `sigap approvals|approve|deny|revoke`: owners are asked about what reaches into their fields, and answer. */
import { Option, type Command } from 'commander';
import type { Outcome } from '../outcome.ts';
import { jsonOfRegistry } from '../registry/ask-registry.ts';
import { TAKEN } from '../registry/operate.ts';
import { registryAccess, type RegistryWords } from '../registry/registry-access.ts';
import { tableText } from '../table.ts';
import { withExamples, withRegistry, withWhy, type Finish } from './words.ts';

interface Approval {
  readonly id: string;
  readonly subgraph: string;
  readonly version: number;
  readonly rule: string;
  readonly coordinate: string;
  readonly finding: string;
  readonly owner: string;
  readonly state: string;
  readonly expires?: string;
}

interface Answered {
  readonly approval: Approval;
  readonly version?: { readonly state: string };
  readonly supergraph?: { readonly number: number };
  readonly stillPublished?: { readonly number: number };
}

interface AnswerWords extends RegistryWords {
  readonly why: string;
  readonly days?: string;
}

/** Adds the commands. */
export function addApprovals(program: Command, finish: Finish): void {
  const list = withRegistry(program.command('approvals'))
    .description('who is asked about what')
    .addOption(
      new Option('--state <state>', 'where they stand')
        .choices(['OPEN', 'APPROVED', 'DENIED', 'CLOSED', 'REVOKED'])
        .default('OPEN'),
    )
    .action(async (words: RegistryWords & { state: string }) => {
      const query = { state: words.state };
      const all = await jsonOfRegistry<readonly Approval[]>(registryAccess(words), {
        method: 'GET',
        path: '/v1/approvals',
        query,
      });
      finish({ json: all, text: approvalsText(all, words.state) });
    });
  withExamples(list, 'sigap approvals', 'sigap approvals --state DENIED');
  addAnswer(
    program,
    finish,
    'approve',
    'agrees, as the agency that is asked; the last agreement publishes the version',
  );
  addAnswer(program, finish, 'deny', 'refuses, as the agency that is asked; the version is not published');
  addAnswer(
    program,
    finish,
    'revoke',
    'takes an agreement back, as the agency that gave it; the next version waits again',
  );
}

function addAnswer(program: Command, finish: Finish, verb: 'approve' | 'deny' | 'revoke', what: string): void {
  const command = withWhy(withRegistry(program.command(verb)))
    .description(what)
    .argument('<id>', 'of the approval: sigap approvals');
  if (verb === 'approve') command.option('--days <number>', 'how long the agreement counts; 90 when left out');
  command.action(async (id: string, words: AnswerWords) => {
    const body = { why: words.why, ...(words.days !== undefined && { days: Number(words.days) }) };
    const path = `/v1/approvals/${encodeURIComponent(id)}/${verb}`;
    finish(answered(await jsonOfRegistry<Answered>(registryAccess(words), { method: 'POST', path, body })));
  });
  withExamples(command, `sigap ${verb} 3f9c… --why "Agreed with Dinkes, letter 12/2026"`);
}

function answered(answer: Answered): Outcome {
  const { approval, version, supergraph, stillPublished } = answer;
  const { subgraph, coordinate, state, expires } = approval;
  const until = expires === undefined ? '' : ` until ${expires.slice(0, 10)}`;
  const then =
    supergraph !== undefined
      ? `${subgraph} ${approval.version} is published: supergraph ${supergraph.number}${TAKEN}`
      : `${subgraph} ${approval.version} is ${version?.state ?? 'not published yet'}`;
  const told =
    state !== 'REVOKED'
      ? then
      : stillPublished === undefined
        ? `no version that is published has it`
        : `${subgraph} ${stillPublished.number} has it and is published still: the operator is told, and the next version waits`;
  return { json: answer, text: `${coordinate}: ${state}${state === 'APPROVED' ? until : ''}\n${told}` };
}

function approvalsText(all: readonly Approval[], state: string): string {
  return tableText(
    ['id', 'owner', 'subgraph', 'rule', 'coordinate', 'finding'],
    all.map(({ id, owner, subgraph, version, rule, coordinate, finding }) => [
      id,
      owner,
      `${subgraph} ${version}`,
      rule,
      coordinate,
      finding,
    ]),
    `none is ${state}`,
  );
}
