/** A roster of its own behind the subgraph `workers`, and the offices that change it. */
import { randomUUID } from 'node:crypto';
import type { ClaimsSubject } from '../../../../base/claims.ts';
import { startSubgraph, type RunningSubgraph } from '../../../../subgraphs/serve.ts';
import { openTestStore, type TestStore } from '../../../support/test-store.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
export type Raw = any;

interface Reply {
  readonly data: Raw;
  readonly code: unknown;
  readonly message: string | undefined;
}

export const VILLAGE = '32.75.01.1001';
/** The day that the roster stands at. */
export const TODAY = '2026-03-10';

const office = (agency: string, ...scopes: string[]): ClaimsSubject => ({
  sub: `user:${agency.toLowerCase()}`,
  roles: [],
  scopes: ['person:read', ...scopes],
  cells: 'exact',
  agency,
});

export const DISNAKER = office('DISNAKER', 'worker:propose', 'worker:decide');
export const DISHUB = office('DISHUB', 'worker:propose', 'verification:answer');
export const DINSOS = office('DINSOS', 'worker:propose', 'verification:answer');
export const BPJSTK = office('BPJSTK', 'membership:register');

export interface Roster {
  readonly store: TestStore;
  workers: RunningSubgraph;
  ask(query: string, variables?: object, claims?: ClaimsSubject): Promise<Reply>;
  /** A mutation by its name, with a key of its own unless the input has one. @param select of its payload */
  change(name: string, claims: ClaimsSubject, input: object, select?: string): Promise<Reply>;
  /** Stops the subgraph and starts it on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const ROWS = 'done refused rows { row worker { id status version } refusal { code message } }';
const SELECT: Readonly<Record<string, string>> = {
  proposeWorkers: ROWS,
  registerMembership: ROWS,
  recordContributions: ROWS,
  answerVerification: 'verification { id verdict answeredOn expiresOn }',
  mergeDuplicates: 'kept { id status version } ended { id status exitReason }',
};
const typeOf = (name: string): string =>
  `${name === 'suspend' || name === 'resume' ? 'WorkerChange' : name[0]!.toUpperCase() + name.slice(1)}Input`;

export async function startRoster(): Promise<Roster> {
  let looks = 0;
  const store = await openTestStore();
  const start = () =>
    startSubgraph('workers', {
      mongodbUri: store.uri,
      port: null,
      recountEvery: 3_600_000,
      logLevel: 'silent',
      // The clock goes on with each look at it, as it does between two requests of people.
      now: () => Date.parse(`${TODAY}T10:00:00+07:00`) + looks++,
    });
  const ask: Roster['ask'] = async (query, variables = {}, claims = DISNAKER) => {
    const { data, errors } = await roster.workers.execute({
      query,
      variables: variables as Record<string, unknown>,
      claims,
    });
    return { data, code: errors?.[0]?.extensions?.['code'], message: errors?.[0]?.message };
  };
  const roster: Roster = {
    store,
    workers: await start(),
    ask,
    async change(name, claims, input, select = SELECT[name] ?? 'worker { id status version }') {
      const query = `mutation ($input: ${typeOf(name)}!) { ${name}(input: $input) { ${select} } }`;
      const reply = await ask(query, { input: { idempotencyKey: randomUUID(), ...input } }, claims);
      return { ...reply, data: reply.data?.[name] as Raw };
    },
    async restart() {
      await roster.workers.stop();
      roster.workers = await start();
    },
    async stop() {
      await roster.workers.stop();
      await store.close();
    },
  };
  return roster;
}

let born = 0;
/** Somebody who fits, each call another; the serial 0000 is never issued. */
export function somebody(more: object = {}): Raw {
  const birthDate = new Date(Date.UTC(1980, 0, 1) + born++ * 86_400_000).toISOString().slice(0, 10);
  const [year, month, day] = [birthDate.slice(2, 4), birthDate.slice(5, 7), birthDate.slice(8)];
  return {
    name: 'Budi Santoso',
    nik: `327501${day}${month}${year}0000`,
    birthDate,
    occupation: 'OJEK',
    village: VILLAGE,
    phone: '0812 3456-7890',
    decile: { decile: 3, edition: '2025-Q4' },
    ...more,
  };
}

/** How far somebody is to be brought. */
export type Reached = 'PROPOSED' | 'VERIFYING' | 'ELIGIBLE' | 'REGISTERED' | 'ACTIVE';
const ORDER: readonly Reached[] = ['PROPOSED', 'VERIFYING', 'ELIGIBLE', 'REGISTERED', 'ACTIVE'];

/** Brings somebody new to a status, by the offices that do it. @returns their id and version */
export async function bring(
  { change, ask }: Roster,
  status: Reached,
  who: object = somebody(),
): Promise<{ id: string; version: number }> {
  const steps: (() => Promise<Raw>)[] = [
    async () => (await change('proposeWorkers', DISHUB, { rows: [who] })).data.rows[0].worker,
    async () =>
      (await change('requestVerification', DISNAKER, { worker: id, version, agencies: ['DINSOS'] })).data.worker,
    async () => {
      const [verification] = await pending({ ask } as Roster, id);
      await change('answerVerification', DINSOS, { verification, answer: 'MATCH' });
      return (await change('decideEligibility', DISNAKER, { worker: id, version, decision: 'ELIGIBLE' })).data.worker;
    },
    async () =>
      (await change('registerMembership', BPJSTK, { rows: [{ worker: id, kpj: cardOf(id), from: TODAY }] })).data
        .rows[0].worker,
    async () =>
      (await change('recordContributions', BPJSTK, { rows: [{ worker: id, months: ['2026-03'] }] })).data.rows[0]
        .worker,
  ];
  let [id, version] = ['', 0];
  for (const step of steps.slice(0, ORDER.indexOf(status) + 1)) ({ id, version } = await step());
  return { id, version };
}

const cardOf = (id: string): string =>
  [...id]
    .map((letter) => letter.charCodeAt(0) % 10)
    .join('')
    .slice(0, 11)
    .padEnd(11, '0');

/** @returns ids of a worker's verifications that wait for an answer */
export async function pending({ ask }: Pick<Roster, 'ask'>, id: string): Promise<string[]> {
  const { data } = await ask('query ($id: ID!) { worker(id: $id) { verifications { id verdict } } }', { id });
  return data.worker.verifications.filter(({ verdict }: Raw) => verdict === 'PENDING').map((each: Raw) => each.id);
}
