/** The process that composes and checks: one job at a time. What a partner's SDL costs is paid here, and not by requests of the registry or the gateway. */
import { reasonOf } from '../../../base/errors.ts';
import type { Judgement, ContractVariant } from '../../checks/check-input.ts';
import { checkSubgraph } from '../../checks/check-subgraph.ts';
import { composeSubgraphs } from '../../composition/compose-subgraphs.ts';
import type { Contract } from '../contracts/contract.ts';
import { applyContract } from '../contracts/apply-contract.ts';
import type { Answers, CheckJob, ComposeJob, FromProcess, ComposerJob, ToProcess } from './messages.ts';
import { schemaDiff } from './schema-diff.ts';
import { usedCoordinates } from './used-coordinates.ts';

const say = (message: FromProcess): void => void process.send?.(message);

// It ends with the registry, and not before it at a Ctrl-C.
process.on('disconnect', () => process.exit());
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

const asked = new Map<number, (message: Extract<ToProcess, { kind: 'judged' }>) => void>();
let lastId = 0;

process.on('message', (message: ToProcess) => {
  if (message.kind === 'judged') asked.get(message.id)?.(message);
  else
    run(message).then(
      (answer) => say({ kind: 'answer', answer }),
      (thrown: unknown) => say({ kind: 'failed', reason: reasonOf(thrown) }),
    );
});

async function run(job: ComposerJob): Promise<Answers[ComposerJob['kind']]> {
  if (job.kind === 'compose') return compose(job);
  if (job.kind === 'diff') return schemaDiff(job.before, job.after);
  if (job.kind === 'usage') return usedCoordinates(job.sdl, job.documents);
  return check(job);
}

function compose({ services, policy, contracts }: ComposeJob): Answers['compose'] {
  const composed = composeSubgraphs(services, { policy });
  if (composed.errors !== undefined) return composed;
  return { ...composed, variants: variantsUnder(contracts)(composed.supergraphSdl) };
}

/** @returns the variants of a supergraph, made once */
function variantsUnder(contracts: readonly Contract[]): (sdl: string) => readonly ContractVariant[] {
  const made = new Map<string, readonly ContractVariant[]>();
  return (sdl) => {
    const known = made.get(sdl) ?? contracts.map((each) => ({ name: each.name, ...applyContract(sdl, each) }));
    made.set(sdl, known);
    return known;
  };
}

function check({ input, judges, contracts }: CheckJob): Promise<Answers['check']> {
  return checkSubgraph({
    ...input,
    variantsOf: variantsUnder(contracts),
    ...(judges && { judgeOperation: judge }),
  });
}

function judge(sdl: string, document: string): Promise<Judgement> {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    asked.set(id, ({ judgement, reason }) => {
      asked.delete(id);
      if (judgement === undefined) reject(new Error(reason));
      else resolve(judgement);
    });
    say({ kind: 'judge', id, sdl, document });
  });
}
