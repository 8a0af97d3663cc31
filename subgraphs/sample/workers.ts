/** The workers of SIGAP at the end of 2025 and their verifications, not yet sealed; `seed.ts` seals what is secret. */
import type { Village } from '../agencies/models.ts';
import type { Membership, Verification, Worker } from '../workers/models.ts';
import { bandOf } from '../workers/decile-band.ts';
import { sectorOf } from '../workers/sector-of.ts';
import { cardNumber, dayBetween, identity, misspelt, phoneNumber, withOwnCard, type SampleIdentity } from './people.ts';
import { randomOf, type Random } from './random.ts';

/** A membership before its card number is sealed. */
export type PlainMembership = Omit<Membership, 'kpj'> & { kpj: string };
/** A worker before what is secret is sealed. */
export type PlainWorker = Omit<
  Worker,
  'nik' | 'phone' | 'token' | 'membership' | 'problems' | 'verifiers' | 'version'
> & {
  nik: string | null;
  phone: string;
  membership: PlainMembership | null;
  problems: { code: string; field: string; raw: string }[];
};

/** The day that the sample stands at, `YYYY-MM-DD`. */
export const AS_OF = '2025-12-31';
const BUCKETS = 64;

const OCCUPATIONS = [
  ['OJEK', 32],
  ['PKL', 22],
  ['CONSTRUCTION', 17],
  ['DAY_LABOURER', 14],
  ['DRIVER', 10],
  ['BECAK', 5],
] as const;
const STATUSES = [
  ['ACTIVE', 800],
  ['IN_ARREARS', 42],
  ['REGISTERED', 30],
  ['ELIGIBLE', 40],
  ['VERIFYING', 25],
  ['PROPOSED', 12],
  ['NEEDS_REPAIR', 12],
  ['INELIGIBLE', 10],
  ['SUSPENDED', 6],
  ['EXITED', 18],
  ['DUPLICATE', 5],
] as const;
const EXITS = [
  ['DIED', 6],
  ['DECILE_ROSE', 8],
  ['BECAME_WAGE_EARNER', 8],
  ['MOVED_OUT', 7],
  ['OVER_AGE', 4],
  ['BUDGET_ENDED', 2],
  ['OWN_REQUEST', 4],
  ['INVALID_DATA', 3],
  ['DUPLICATE', 2],
] as const;
const DECILES = [
  [1, 24],
  [2, 25],
  [3, 21],
  [4, 17],
  [5, 13],
] as const;

/** The statuses before each status. */
const WAY: Readonly<Record<string, readonly string[]>> = {
  PROPOSED: [],
  VERIFYING: ['PROPOSED'],
  NEEDS_REPAIR: ['PROPOSED', 'VERIFYING'],
  DUPLICATE: ['PROPOSED', 'VERIFYING'],
  INELIGIBLE: ['PROPOSED', 'VERIFYING'],
  ELIGIBLE: ['PROPOSED', 'VERIFYING'],
  REGISTERED: ['PROPOSED', 'VERIFYING', 'ELIGIBLE'],
  ACTIVE: ['PROPOSED', 'VERIFYING', 'ELIGIBLE', 'REGISTERED'],
  IN_ARREARS: ['PROPOSED', 'VERIFYING', 'ELIGIBLE', 'REGISTERED', 'ACTIVE'],
  SUSPENDED: ['PROPOSED', 'VERIFYING', 'ELIGIBLE', 'REGISTERED', 'ACTIVE', 'IN_ARREARS'],
  EXITED: ['PROPOSED', 'VERIFYING', 'ELIGIBLE', 'REGISTERED', 'ACTIVE'],
};

/** Where people live, and which NIK are taken. */
export interface People {
  readonly villages: readonly Village[];
  /** NIK assigned so far. */
  readonly used: Set<string>;
}

/** @param count how many @param earlier receives every identity, since some workers are members of a group too */
export function* sampleWorkers(
  count: number,
  { villages, used }: People,
  earlier: SampleIdentity[],
): Generator<PlainWorker> {
  const random = randomOf('workers');
  const homes = villages.map((village) => [village, village.population] as const);
  for (let number = 1; number <= count; number++) {
    const status = random.weighted(STATUSES);
    const twin = status === 'DUPLICATE' ? earlier[random.whole(0, Math.max(0, earlier.length - 1))] : undefined;
    const who = twin ?? identity(random, used);
    if (twin === undefined) earlier.push(who);
    yield spoilt(withOwnCard(workerOf(number, status, who, random.weighted(homes), random), used), random);
  }
}

function workerOf(number: number, status: string, who: SampleIdentity, home: Village, random: Random): PlainWorker {
  const occupation = random.weighted(OCCUPATIONS);
  const decile = status === 'INELIGIBLE' ? random.whole(6, 9) : random.weighted(DECILES);
  const enrolledOn = dayBetween(random, '2025-08-04', '2025-10-24');
  const exitReason = status === 'EXITED' ? random.weighted(EXITS) : null;
  const drift = random.weighted([
    [0, 88],
    [1, 8],
    [-1, 4],
  ] as const);
  const now = exitReason === 'DECILE_ROSE' ? random.whole(6, 7) : Math.min(10, Math.max(1, decile + drift));
  return {
    _id: `w-${String(number).padStart(8, '0')}`,
    ...who,
    phone: phoneNumber(random),
    occupation,
    sector: sectorOf(occupation),
    village: home._id,
    district: home.district,
    decileAtEnrolment: { decile, edition: '2025-Q3' },
    decileNow: { decile: now, edition: '2025-Q4' },
    decileBand: bandOf(decile),
    status,
    exitReason,
    history: historyOf(status, enrolledOn, random),
    enrolledOn,
    batch: `2025-${enrolledOn.slice(5, 7)}`,
    membership: membershipOf(status, random),
    problems: [],
  };
}

/** Each status some days after the one before, none after the day that the data stand at. */
function historyOf(status: string, enrolledOn: string, random: Random): Worker['history'] {
  let day = Date.parse(enrolledOn);
  return [...WAY[status]!, status].map((step) => {
    const on = new Date(Math.min(day, Date.parse(AS_OF))).toISOString().slice(0, 10);
    day += random.whole(2, 14) * 86_400_000;
    return { status: step, on };
  });
}

const RUNNING = { programmes: ['JKK', 'JKM'], from: '2025-10-01', to: null } as const;

function membershipOf(status: string, random: Random): PlainMembership | null {
  const kpj = cardNumber(random);
  const card = { ...RUNNING, programmes: [...RUNNING.programmes], kpj };
  switch (status) {
    case 'ACTIVE': {
      const months = random.weighted([
        [3, 90],
        [2, 6],
        [1, 4],
      ] as const);
      return {
        ...card,
        from: `2025-${13 - months}-01`,
        insurerStatus: 'ACTIVE',
        paidThrough: '2025-12',
        monthsInRow: months,
      };
    }
    case 'IN_ARREARS':
      return { ...card, insurerStatus: 'ACTIVE', paidThrough: '2025-11', monthsInRow: 2 };
    case 'REGISTERED':
      return { ...card, from: '2026-01-01', insurerStatus: 'PENDING', paidThrough: null, monthsInRow: 0 };
    case 'SUSPENDED':
      return { ...card, insurerStatus: 'INACTIVE', paidThrough: '2025-10', monthsInRow: 1 };
    case 'EXITED':
      return { ...card, to: '2025-11-30', insurerStatus: 'CLOSED', paidThrough: '2025-11', monthsInRow: 2 };
    default:
      return null;
  }
}

/** Adds faults as agencies' files have them. Only records that are to be repaired lose what cover depends on. */
function spoilt(worker: PlainWorker, random: Random): PlainWorker {
  const roll = random.next();
  if (worker.status === 'DUPLICATE') return withProblem(worker, 'DUPLICATE_CANDIDATE', 'nik', worker.nik!, {});
  if (worker.status === 'NEEDS_REPAIR' && roll < 0.5) {
    return withProblem(worker, 'NIK_LENGTH', 'nik', worker.nik!.slice(0, 15), { nik: null });
  }
  if (worker.status === 'NEEDS_REPAIR')
    return withProblem(worker, 'DATE_IMPOSSIBLE', 'birthDate', '1985-02-30', { birthDate: null });
  if (roll < 0.003)
    return withProblem(worker, 'VILLAGE_UNKNOWN', 'village', 'Bekasi Lama', { village: null, district: null });
  if (roll < 0.013)
    return withProblem(worker, 'NAME_MISSPELT', 'name', worker.name, { name: misspelt(worker.name, random) });
  if (roll < 0.016 && worker.status === 'PROPOSED')
    return { ...worker, decileAtEnrolment: null, decileNow: null, decileBand: 'UNKNOWN' };
  return worker;
}

function withProblem(
  worker: PlainWorker,
  code: string,
  field: string,
  raw: string,
  change: Partial<PlainWorker>,
): PlainWorker {
  return { ...worker, ...change, problems: [{ code, field, raw }] };
}

/** Which agencies verify a worker beside Dinas Sosial, which verifies all, by occupation. */
const VERIFIERS: Readonly<Record<string, readonly string[]>> = {
  OJEK: ['OJOL_1', 'OJOL_2'],
  PKL: ['DISKOPUKM'],
  DRIVER: ['DISHUB'],
  BECAK: ['DISHUB'],
  CONSTRUCTION: [],
  DAY_LABOURER: [],
};

/** @returns the verifications of one worker; none of one who is only proposed */
export function verificationsOf(worker: PlainWorker): Verification[] {
  if (worker.status === 'PROPOSED') return [];
  const random = randomOf(`verify ${worker._id}`);
  const special = VERIFIERS[worker.occupation]!;
  const agencies = ['DINSOS', ...(special.length === 0 ? [] : [random.pick(special)])];
  const odd = random.whole(0, agencies.length - 1);
  return agencies.map((agency, at) => verificationOf(worker, agency, at, at === odd, random));
}

function verificationOf(worker: PlainWorker, agency: string, at: number, odd: boolean, random: Random): Verification {
  const verdict = verdictOf(worker.status, odd, random);
  const pending = verdict === 'PENDING';
  const requestedOn = pending
    ? dayBetween(random, '2025-11-10', AS_OF)
    : dayAfter(worker.enrolledOn, random.whole(1, 10));
  const answeredOn = pending ? null : dayAfter(requestedOn, random.whole(1, 12));
  return {
    _id: `v-${worker._id.slice(2)}-${at + 1}`,
    worker: worker._id,
    agency,
    verdict,
    requestedOn,
    answeredOn,
    expiresOn: answeredOn && (verdict === 'EXPIRED' ? dayAfter(answeredOn, 30) : dayAfter(answeredOn, 180)),
    bucket: String(Number(worker._id.slice(2)) % BUCKETS).padStart(2, '0'),
  };
}

/** @param odd whether this is the answer that delays the worker */
function verdictOf(status: string, odd: boolean, random: Random): string {
  if (status === 'VERIFYING')
    return odd
      ? 'PENDING'
      : random.weighted([
          ['MATCH', 7],
          ['PENDING', 3],
        ] as const);
  if (status === 'NEEDS_REPAIR') return odd ? random.pick(['MISMATCH', 'NOT_FOUND']) : 'MATCH';
  if (status === 'INELIGIBLE') return odd ? 'MISMATCH' : 'MATCH';
  return random.next() < 0.02 ? 'EXPIRED' : 'MATCH';
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
