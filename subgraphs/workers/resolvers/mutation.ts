/** The changes of workers. What is answered is loaded anew, as the caller may see it. */
import type { WorkerChangeParts } from '../lifecycle/worker-change-parts.ts';
import { proposeWorkers } from '../lifecycle/propose-workers.ts';
import { answerVerification, requestVerification } from '../lifecycle/verify-worker.ts';
import { correctRecord } from '../lifecycle/correct-record.ts';
import { decideEligibility } from '../lifecycle/decide-eligibility.ts';
import { exitWorker, resumeWorker, suspendWorker } from '../lifecycle/end-or-suspend.ts';
import { recordContributions, registerMembership } from '../lifecycle/insurer-lists.ts';
import type { KeyedInput } from '../../changes/make-change.ts';
import { mergeDuplicates } from '../lifecycle/merge-duplicates.ts';
import { batchOf } from '../../changes/batch-rows.ts';
import type { ChangeName } from '../lifecycle/transitions.ts';
import { changeWorkers, type ChangeWork } from '../lifecycle/worker-changes.ts';
import type { WorkersContext } from '../context.ts';
import type { MutationResolvers } from '../resolver-types.ts';

/** `Mutation`. @throws CodedError of `changeErrors` or `lifecycleErrors` */
export function workersMutationResolvers(parts: WorkerChangeParts): MutationResolvers {
  /** A change of one worker: its work states the worker's id. */
  const ofOne =
    <Input extends KeyedInput>(change: ChangeName, work: (input: Input) => ChangeWork<string>) =>
    async (_: unknown, { input }: { input: Input }, { caller }: WorkersContext) => ({
      worker: await changeWorkers(parts, caller, change, input, work(input)),
    });
  return {
    proposeWorkers: async (_, { input }, { caller }) => {
      const rows = await changeWorkers(parts, caller, 'proposeWorkers', input, proposeWorkers(parts, input.rows));
      return batchOf(rows.map((each) => ({ ...each, token: parts.tokenOf(input.rows[each.row]!.nik) })));
    },
    requestVerification: ofOne('requestVerification', (input) => requestVerification(parts, input)),
    answerVerification: async (_, { input }, { caller }) => ({
      verification: await changeWorkers(parts, caller, 'answerVerification', input, answerVerification(input)),
    }),
    decideEligibility: ofOne('decideEligibility', decideEligibility),
    registerMembership: async (_, { input }, { caller, visible }) => {
      const work = registerMembership(parts, input.rows, await visible.workers());
      return batchOf(await changeWorkers(parts, caller, 'registerMembership', input, work));
    },
    recordContributions: async (_, { input }, { caller, visible }) => {
      const work = recordContributions(input.rows, await visible.workers());
      return batchOf(await changeWorkers(parts, caller, 'recordContributions', input, work));
    },
    suspend: ofOne('suspend', suspendWorker),
    resume: ofOne('resume', resumeWorker),
    exitWorker: ofOne('exitWorker', exitWorker),
    correctRecord: ofOne('correctRecord', (input) => correctRecord(parts, input)),
    mergeDuplicates: (_, { input }, { caller }) =>
      changeWorkers(parts, caller, 'mergeDuplicates', input, mergeDuplicates(input)),
  };
}
