/** Members of the groups at the end of 2025, not yet sealed; `seed.ts` seals what is secret. */
import type { Village } from '../agencies/models.ts';
import type { Member } from '../groups/models.ts';
import { cardNumber, dayBetween, identity, misspelt, withOwnCard, type SampleIdentity } from './people.ts';
import { randomOf, type Random } from './random.ts';
import type { People, PlainMembership } from './workers.ts';

/** A member before NIK and KPJ are sealed. */
export type PlainMember = Omit<Member, 'nik' | 'token' | 'membership' | 'version'> & {
  nik: string;
  membership: PlainMembership | null;
};

/** Weights of the groups, invented: the city has published the sum of 43,000 only. */
const SIZES = [
  ['NON_ASN_STAFF', 9_800],
  ['TEACHER', 6_200],
  ['POSYANDU', 9_300],
  ['PKK', 5_400],
  ['LINMAS', 4_100],
  ['RT', 7_170],
  ['RW', 1_030],
] as const;
const STATUSES = [
  ['ACTIVE', 940],
  ['IN_ARREARS', 20],
  ['SUSPENDED', 8],
  ['TERM_ENDED', 22],
  ['EXITED', 10],
] as const;
/** One worker in this many serves in a group too. */
const WORKERS_A_DOUBLE = 36;

const UNITS: Readonly<Record<string, (village: Village, random: Random) => string>> = {
  NON_ASN_STAFF: ({ name }) => `Kelurahan ${name}`,
  TEACHER: ({ name }, random) => `SDN ${name} ${random.whole(1, 12)}`,
  POSYANDU: ({ name }, random) =>
    `Posyandu ${random.pick(['Melati', 'Mawar', 'Anggrek', 'Kenanga', 'Dahlia'])} ${name}`,
  PKK: ({ name }) => `PKK ${name}`,
  LINMAS: ({ name }) => `Pos Linmas ${name}`,
  RT: ({ name }, random) => `RT ${String(random.whole(1, 15)).padStart(3, '0')} ${name}`,
  RW: ({ name }, random) => `RW ${String(random.whole(1, 30)).padStart(3, '0')} ${name}`,
};

/** @param count how many @param workers identities of the workers, a few of whom are members too */
export function* sampleMembers(
  count: number,
  { villages, used }: People,
  workers: readonly SampleIdentity[],
): Generator<PlainMember> {
  const random = randomOf('members');
  const homes = villages.map((village) => [village, village.population] as const);
  for (let number = 1; number <= count; number++) {
    // The first few are workers too, evenly spread, some with the name in another spelling.
    const twin = workers[number * WORKERS_A_DOUBLE];
    const who =
      twin === undefined
        ? identity(random, used)
        : { ...twin, name: random.next() < 0.2 ? misspelt(twin.name, random) : twin.name };
    yield withOwnCard(memberOf(number, who, random.weighted(homes), random), used);
  }
}

function memberOf(number: number, who: SampleIdentity, home: Village, random: Random): PlainMember {
  const group = random.weighted(SIZES);
  const status = random.weighted(STATUSES);
  const lost = random.next() < 0.001;
  const termFrom = dayBetween(random, '2021-01-04', '2025-06-30');
  return {
    _id: `m-${String(number).padStart(8, '0')}`,
    ...who,
    group,
    unit: UNITS[group]!(home, random),
    village: lost ? null : home._id,
    district: lost ? null : home.district,
    status,
    termFrom,
    termTo: status === 'TERM_ENDED' ? '2025-10-31' : null,
    membership: membershipOf(status, termFrom, random),
  };
}

function membershipOf(status: string, from: string, random: Random): PlainMembership {
  const card = { kpj: cardNumber(random), programmes: ['JKK', 'JKM'], from, to: null };
  switch (status) {
    case 'ACTIVE':
      return {
        ...card,
        insurerStatus: 'ACTIVE',
        paidThrough: '2025-12',
        monthsInRow: random.next() < 0.03 ? random.whole(1, 2) : random.whole(3, 48),
      };
    case 'IN_ARREARS':
      return { ...card, insurerStatus: 'ACTIVE', paidThrough: '2025-11', monthsInRow: random.whole(1, 12) };
    case 'SUSPENDED':
      return { ...card, insurerStatus: 'INACTIVE', paidThrough: '2025-09', monthsInRow: 0 };
    default:
      return {
        ...card,
        to: '2025-10-31',
        insurerStatus: 'CLOSED',
        paidThrough: '2025-10',
        monthsInRow: random.whole(6, 36),
      };
  }
}
