/** Fields of the `workers` subgraph. */
import { connectionOf, type Order, type PageArguments } from '../data/connection.ts';
import type { CountsSource } from '../counts/monthly-snapshots.ts';
import { allOf, between, oneOf, type FilterCondition } from '../data/filter.ts';
import { PERSON_TOKEN } from '../data/person-token.ts';
import { stub, type IResolvers } from '../resolvers.ts';
import { scalars } from '../data/scalars.ts';
import { bytesOf, type FieldEncryption } from '../data/field-encryption.ts';
import type { WorkerLoaders } from './loaders.ts';
import { within } from '../data/visible-rows.ts';
import type { VisibleWorkers } from './visible.ts';
import type { Decile, Membership, Verification, Worker, WorkerModels } from './models.ts';
import { areaResolvers, countResolvers } from './count-resolvers.ts';
import { ELIGIBLE } from './coverage.ts';
import { SAFE_MONTHS } from './sources.ts';

export interface WorkersContext extends CountsSource {
  readonly visible: VisibleWorkers;
  readonly load: WorkerLoaders;
  /** The day that counts of now stand at. */
  readonly today: () => Promise<string>;
}

export interface WorkersGround {
  readonly models: WorkerModels;
  /** Code of the city. */
  readonly city: string;
  readonly seal: FieldEncryption;
  readonly tokenOf: (nik: string) => string;
}

/** The one programme whose participants are workers. */
const PROGRAMME = 'SIGAP';

const WORKER_ORDERS: Readonly<Record<string, Order>> = {
  ENROLLED_LATEST: { field: 'enrolledOn', direction: -1 },
  ENROLLED_EARLIEST: { field: 'enrolledOn', direction: 1 },
  ID: { field: '_id', direction: 1 },
};
const VERIFICATION_ORDERS: Readonly<Record<string, Order>> = {
  REQUESTED_EARLIEST: { field: 'requestedOn', direction: 1 },
  REQUESTED_LATEST: { field: 'requestedOn', direction: -1 },
};

interface ListArguments extends PageArguments {
  readonly filter?: Readonly<Record<string, never>> | null;
  readonly sort: string;
}

interface Area {
  readonly code: string;
}

export function workersResolvers({ models, city, seal, tokenOf }: WorkersGround): IResolvers {
  const { Worker, Verification } = models;
  const open = (value: Uint8Array | null | undefined, field: string, id: string): string | null =>
    value == null ? null : seal.decrypt(bytesOf(value), `workers.${field}:${id}`);
  const workers = async (list: string, scope: FilterCondition, args: ListArguments, { visible }: WorkersContext) =>
    connectionOf(Worker, list, await within(allOf(scope, workerCondition(args.filter ?? {})), visible.workers), WORKER_ORDERS[args.sort]!, args, seal);
  const verifications = async (list: string, scope: FilterCondition, args: ListArguments, { visible }: WorkersContext) =>
    connectionOf(Verification, list, await within(allOf(scope, verificationCondition(args.filter ?? {})), visible.verifications), VERIFICATION_ORDERS[args.sort]!, args, seal);

  return {
    ...pick('Date', 'DateTime', 'Period', 'Nik'),
    Query: {
      city: () => ({ code: city }),
      worker: (_, { id }: { id: string }, { load }: WorkersContext) => load.worker.load(id),
      workers: (_, args: ListArguments, context: WorkersContext) => workers('workers', {}, args, context),
      verifications: (_, args: ListArguments, context: WorkersContext) => verifications('verifications', {}, args, context),
      ...countResolvers.Query,
      person: (_, { token }: { token: string }) => (PERSON_TOKEN.test(token) ? { token } : null),
      // Whether or not they are known, so that the answer does not tell who is.
      personByNik: (_, { nik }: { nik: string }) => ({ token: tokenOf(nik) }),
    },
    Worker: {
      __resolveReference: ({ id }: { id: string }, { load }: WorkersContext) => load.worker.load(id),
      id: ({ _id }: Worker) => _id,
      nik: ({ nik, _id }: Worker) => open(nik, 'nik', _id),
      phone: ({ phone, _id }: Worker) => open(phone, 'phone', _id),
      village: ({ village }: Worker) => stub('Village', 'code', village),
      membership: ({ membership, _id }: Worker) => membership && { ...membership, owner: _id },
      verifications: ({ _id }: Worker, _args, { load }: WorkersContext) => load.verificationsOfWorker.load(_id),
      problems: ({ problems, _id }: Worker) => problems.map(({ code, field, raw }, at) => ({
        code,
        // Of a column that is not known nobody knows what is in it: its name may be anything too.
        field: COLUMNS.has(field) ? field : 'other',
        raw: () => open(raw, `problems.${at}`, _id),
      })),
      person: ({ token }: Worker) => stub('Person', 'token', token),
    },
    Membership: {
      kpj: ({ kpj, owner }: Membership & { owner: string }) => open(kpj, 'kpj', owner),
    },
    WelfareDecile: {
      band: ({ decile }: Decile) => bandOf(decile),
    },
    Verification: {
      __resolveReference: ({ id }: { id: string }, { load }: WorkersContext) => load.verification.load(id),
      id: ({ _id }: Verification) => _id,
      worker: ({ worker }: Verification, _args, { load }: WorkersContext) => load.worker.load(worker),
      agency: ({ agency }: Verification) => stub('Agency', 'code', agency),
    },
    Person: {
      __resolveReference: ({ token }: { token: string }) => ({ token }),
      enrolments: ({ token }: { token: string }, _args, { load }: WorkersContext) => load.workersOfPerson.load(token),
    },
    ...countResolvers.types,
    City: {
      __resolveReference: ({ code }: Area) => ({ code }),
      ...countResolvers.City,
    },
    District: {
      __resolveReference: ({ code }: Area) => ({ code }),
      ...areaResolvers,
      workers: ({ code }: Area, args: ListArguments, context: WorkersContext) => workers('District.workers', { district: code }, args, context),
    },
    Village: {
      __resolveReference: ({ code }: Area) => ({ code }),
      ...areaResolvers,
      workers: ({ code }: Area, args: ListArguments, context: WorkersContext) => workers('Village.workers', { village: code }, args, context),
    },
    Agency: {
      __resolveReference: ({ code }: Area) => ({ code }),
      ...countResolvers.Agency,
      verifications: ({ code }: Area, args: ListArguments, context: WorkersContext) => verifications('Agency.verifications', { agency: code }, args, context),
    },
    Programme: {
      __resolveReference: ({ code }: Area) => ({ code }),
      workerSectors: ({ code }: Area, args, context: WorkersContext) => (code === PROGRAMME ? countResolvers.City.workerSectors({}, args, context) : []),
      workers: ({ code }: Area, args: ListArguments, context: WorkersContext) =>
        workers('Programme.workers', code === PROGRAMME ? {} : { _id: { $in: [] } }, args, context),
    },
  };
}

/** Columns of an agency's record that a problem may speak of: fields of a worker. */
const COLUMNS: ReadonlySet<string> = new Set(['name', 'nik', 'phone', 'birthDate', 'occupation', 'village', 'decileAtEnrolment', 'enrolledOn']);

const pick = (...names: (keyof typeof scalars)[]): IResolvers => Object.fromEntries(names.map((name) => [name, scalars[name]]));

/** @param decile 1 to 10 */
export function bandOf(decile: number): string {
  if (decile <= 2) return 'D1_2';
  if (decile <= 4) return 'D3_4';
  return decile === 5 ? 'D5' : 'D6_10';
}

function workerCondition(filter: Readonly<Record<string, never>>): FilterCondition {
  return allOf(
    oneOf('district', filter['districts']),
    oneOf('village', filter['villages']),
    oneOf('occupation', filter['occupations']),
    oneOf('sector', filter['sectors']),
    oneOf('status', filter['statuses']),
    oneOf('decileBand', filter['decileBands']),
    oneOf('membership.insurerStatus', filter['insurerStatuses']),
    oneOf('problems.code', filter['problems']),
    filter['eligibleNotCovered'] ? { status: { $in: ELIGIBLE }, 'membership.insurerStatus': { $ne: 'ACTIVE' } } : {},
    filter['atRisk'] ? { 'membership.insurerStatus': 'ACTIVE', 'membership.monthsInRow': { $lt: SAFE_MONTHS } } : {},
    between('enrolledOn', filter['enrolledFrom'], filter['enrolledTo']),
  );
}

function verificationCondition(filter: Readonly<Record<string, never>>): FilterCondition {
  return allOf(
    oneOf('agency', filter['agencies']),
    oneOf('verdict', filter['verdicts']),
    between('requestedOn', filter['requestedFrom'], filter['requestedTo']),
  );
}
