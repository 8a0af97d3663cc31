/** The state machine of a worker, as one table: what is not in it cannot happen. docs/lifecycle-of-a-worker.md is written from it. */
import { StateMachine, type ChangeRule, type Transition } from '../../changes/transitions.ts';
import type { WorkerStatus } from '../resolver-types.ts';

/** What may happen to a worker's record: each is a mutation of that name. */
export const WORKER_CHANGES = {
  proposeWorkers: {
    scope: 'worker:propose',
    agency: 'any agency',
    what: 'Puts people on the roster.',
  },
  requestVerification: {
    scope: 'worker:decide',
    agency: 'DISNAKER',
    what: 'Requests agencies to verify a worker, who is then visible to them.',
  },
  answerVerification: {
    scope: 'verification:answer',
    agency: 'the agency requested',
    what: 'States what one agency found. Its answer holds 180 days.',
  },
  decideEligibility: {
    scope: 'worker:decide',
    agency: 'DISNAKER',
    what: 'Decides by the answers.',
  },
  registerMembership: {
    scope: 'membership:register',
    agency: 'BPJSTK',
    what: 'Takes over the card numbers that the insurer has issued.',
  },
  recordContributions: {
    scope: 'membership:register',
    agency: 'BPJSTK',
    what: 'Takes over which months the insurer was paid, or that a contribution is late.',
  },
  suspend: {
    scope: 'worker:decide',
    agency: 'DISNAKER',
    what: 'Suspends a worker. The membership stays as the insurer has it.',
  },
  resume: {
    scope: 'worker:decide',
    agency: 'DISNAKER',
    what: 'Ends a suspension.',
  },
  exitWorker: {
    scope: 'worker:decide',
    agency: 'DISNAKER',
    what: 'Ends participation, closes the membership on that day, and takes back requests that nobody has answered.',
  },
  mergeDuplicates: {
    scope: 'worker:decide',
    agency: 'DISNAKER',
    what: 'Ends one of two records of one person. Both keep their own verifications: an answer is about the record that it was given for.',
  },
  correctRecord: {
    scope: 'worker:decide',
    agency: 'DISNAKER',
    what: 'Corrects fields. What stood there before is kept, sealed, in the events.',
  },
} as const satisfies Readonly<Record<string, ChangeRule>>;

/** The name of a mutation that changes a worker. */
export type ChangeName = keyof typeof WORKER_CHANGES;

/** What the passing of time does, once a day (`daily/`): no mutation, and nobody's decision. */
export const DAILY_RULES = {
  verificationExpires: 'An answer whose last day is past no longer holds: its verdict is EXPIRED.',
  ageLimitReached: 'Who is 65 is insured no longer.',
  decileRose: 'By a new edition of DTSEN the decile is above 5.',
  membershipLapses: 'Three months that have ended are unpaid: the insurer pays nothing any more.',
} as const satisfies Readonly<Record<string, string>>;

/** The name of a rule that time applies. */
export type RuleName = keyof typeof DAILY_RULES;

/** One row of the table. */
type WorkerTransition = Transition<ChangeName | RuleName, WorkerStatus>;

const BEFORE_DECISION = ['PROPOSED', 'VERIFYING', 'NEEDS_REPAIR', 'INELIGIBLE'] as const;
const RUNNING = ['REGISTERED', 'ACTIVE', 'IN_ARREARS'] as const;
const UNCOVERED = [...BEFORE_DECISION, 'ELIGIBLE'] as const;
const COVERABLE = [...RUNNING, 'SUSPENDED'] as const;
const RESUMED = 'The status before the suspension was this one.';

/** Every transition that there is. */
export const TRANSITIONS: readonly WorkerTransition[] = [
  {
    change: 'proposeWorkers',
    from: [],
    to: 'PROPOSED',
    needs:
      'A NIK with a real date in it, that of the birth date, and no record of that person which still counts and which the agency may see.',
  },
  {
    change: 'requestVerification',
    // Who is eligible is verified again where an answer has expired before they are registered.
    from: UNCOVERED,
    to: 'VERIFYING',
    needs: 'One to eight agencies that verify, none of which has yet to answer an earlier request.',
  },
  { change: 'answerVerification', from: ['VERIFYING'], to: null, needs: 'The verification is pending.' },
  {
    change: 'decideEligibility',
    from: ['VERIFYING'],
    to: 'ELIGIBLE',
    needs:
      "Every verification is answered, each agency's last answer is MATCH and still holds; NIK and birth date are known, age under 65; the newest decile is 1 to 5; no other record of theirs is eligible or on the programme.",
  },
  {
    change: 'decideEligibility',
    from: ['VERIFYING'],
    to: 'INELIGIBLE',
    needs: 'Every verification is answered, and why is stated.',
  },
  {
    change: 'decideEligibility',
    from: ['VERIFYING'],
    to: 'NEEDS_REPAIR',
    needs: 'Why is stated. Requests that nobody has answered are taken back, to be made again for the repaired record.',
  },
  {
    change: 'registerMembership',
    from: ['ELIGIBLE'],
    to: 'REGISTERED',
    needs:
      'A card number of 11 digits that no other person has or had, stated once in the batch, and the first day of cover: from the day of enrolment to the end of the next month.',
  },
  {
    change: 'recordContributions',
    from: RUNNING,
    to: 'ACTIVE',
    needs: 'Months that are paid, from the one in which cover began to twelve after this one.',
  },
  {
    change: 'recordContributions',
    from: RUNNING,
    to: 'IN_ARREARS',
    needs: 'The insurer states that a contribution is late.',
  },
  { change: 'suspend', from: RUNNING, to: 'SUSPENDED', needs: 'Why is stated.' },
  ...RUNNING.map((to): WorkerTransition => ({
    change: 'resume',
    from: ['SUSPENDED'],
    to,
    needs: RESUMED,
  })),
  {
    change: 'exitWorker',
    from: [...UNCOVERED, ...COVERABLE],
    to: 'EXITED',
    needs:
      'A reason, and the last day: from the day of enrolment to today. DECILE_ROSE: the newest decile is above 5. OVER_AGE: 65 or older. DUPLICATE is for mergeDuplicates.',
  },
  {
    change: 'mergeDuplicates',
    from: [...UNCOVERED, 'DUPLICATE'],
    to: 'DUPLICATE',
    needs: 'Both records are of one NIK, and the one that is kept still counts.',
  },
  {
    change: 'mergeDuplicates',
    from: COVERABLE,
    to: 'EXITED',
    needs: 'The same, and the one that is kept is registered, active, in arrears or suspended itself.',
  },
  {
    change: 'correctRecord',
    from: [...UNCOVERED, ...COVERABLE],
    to: null,
    needs: 'At least one field, each different from what stands there; a NIK that no other record has.',
  },
  {
    change: 'verificationExpires',
    from: [...UNCOVERED, ...COVERABLE],
    to: null,
    needs: 'The last day that the answer holds is past.',
  },
  {
    change: 'ageLimitReached',
    from: ['PROPOSED', 'VERIFYING', 'NEEDS_REPAIR', 'ELIGIBLE', ...COVERABLE],
    to: 'EXITED',
    needs: 'The 65th birthday. The reason is OVER_AGE.',
  },
  { change: 'decileRose', from: ['ELIGIBLE'], to: 'INELIGIBLE', needs: 'The newest decile is above 5.' },
  {
    change: 'decileRose',
    from: COVERABLE,
    to: 'EXITED',
    needs: 'The newest decile is above 5. The reason is DECILE_ROSE.',
  },
  {
    change: 'membershipLapses',
    from: RUNNING,
    to: 'IN_ARREARS',
    needs: 'Cover runs by the insurer, and three ended months are unpaid.',
  },
];

/** The state machine. */
export const WORKER_LIFE = new StateMachine(WORKER_CHANGES, TRANSITIONS);

/** @returns the rows that lead on from a status */
export const transitionsFrom = (status: string): WorkerTransition[] => WORKER_LIFE.from(status);

/**
 * @param to where the change leads, of those that may lead to several; left out where it leads to one
 * @returns the status after it
 * @throws CodedError TRANSITION_REFUSED, which names the transitions that there are
 */
export const statusAfter = (change: ChangeName | RuleName, status: string, to?: WorkerStatus): WorkerStatus =>
  WORKER_LIFE.after(change, status, to);
