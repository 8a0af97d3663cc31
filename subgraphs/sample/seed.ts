/** Fills the four databases with the sample: once, whole, and again after an interruption; never over other data. */
import type { Village } from '../agencies/models.ts';
import { keyedBy } from '../counts/keeps-record-keys.ts';
import { recordKeys, type RecordKeyOf } from '../counts/record-key.ts';
import { aboutOf, connectDatabase, type DatabaseConnection } from '../data/database.ts';
import { subgraphFault } from '../errors.ts';
import { likenesses, type LikenessOf } from '../workers/likeness.ts';
import { cardTokens } from '../data/card-token.ts';
import { personTokens } from '../data/person-token.ts';
import { fieldEncryption, type FieldEncryption } from '../data/field-encryption.ts';
import { longs } from '../data/longs.ts';
import { FIRST_VERSION } from '../data/record-version.ts';
import { placeInMember } from '../groups/sealed-values.ts';
import { placeInWorker } from '../workers/sealed-values.ts';
import { startSubgraph } from '../serve.ts';
import { DEVELOPMENT_KEYS, type Keys } from '../settings.ts';
import { documentsOf } from '../city/documents.ts';
import { KOTA_BEKASI } from '../city/init-city.ts';
import { readCity } from '../city/read-city.ts';
import { batchesOf, paymentsOf } from './funding.ts';
import { sampleImport } from './imports.ts';
import { sampleMembers, type PlainMember } from './members.ts';
import { SampleMonths } from './months.ts';
import { sampleQuestions } from './questions.ts';
import type { SampleIdentity } from './people.ts';
import {
  AS_OF,
  sampleWorkers,
  verificationsOf,
  type People,
  type PlainMembership,
  type PlainWorker,
} from './workers.ts';

/** Participants of SIGAP at its launch, as the city published. */
export const WORKERS = 11_666;
/** Other participants, as the city published. */
export const MEMBERS = 43_000;

/** Change it with the generator: a database of another version is filled again. */
const VERSION = 7;
const BATCH = 1000;
const NAMES = ['agencies', 'workers', 'groups', 'funding'] as const;
/** The sources that each subgraph counts. */
const COUNTED = {
  agencies: [],
  workers: ['workers', 'verifications'],
  groups: ['members'],
  funding: ['doubles'],
} as const;

/** Where to, under which keys, and how many. */
export interface SeedOptions {
  readonly mongodbUri: string;
  /** The development keys when left out. */
  readonly keys?: Keys;
  /** Multiplies the people, for measurements. */
  readonly scale?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Fills a MongoDB or an embedded store with the sample.
 * @returns true when it filled, false when everything was there
 * @throws CodedError DATABASE_UNREACHABLE, FOREIGN_DATA
 */
export async function seedSample({
  mongodbUri,
  keys = DEVELOPMENT_KEYS,
  scale = 1,
  onProgress,
}: SeedOptions): Promise<boolean> {
  const connections = await Promise.all(NAMES.map((name) => connectDatabase(mongodbUri, name)));
  try {
    const marks = await Promise.all(connections.map((connection) => aboutOf(connection).findOne({ _id: 'sample' })));
    if (marks.every((mark) => mark?.['whole'] === true && mark['version'] === VERSION && mark['scale'] === scale))
      return false;
    for (const [at, connection] of connections.entries()) await empty(connection, marks[at] !== null);
    await connections[0]!.useDb('sigap_exchange').dropDatabase();
    const progress = progressOf(scale, onProgress);
    const [agencies, workers, groups, funding] = connections as [
      DatabaseConnection,
      DatabaseConnection,
      DatabaseConnection,
      DatabaseConnection,
    ];
    const months = await fill({ databases: { agencies, workers, groups, funding }, keys, scale, progress });
    for (const [at, name] of NAMES.entries()) {
      await summarise(name, mongodbUri, keys);
      // After the last month: a subgraph takes months that it finds for whole.
      await months.keep(connections[at]!, COUNTED[name]);
      progress(SUMMARY_STEP * scale);
    }
    const whole = { $set: { whole: true } };
    await Promise.all(connections.map((connection) => aboutOf(connection).updateOne({ _id: 'sample' }, whole)));
    return true;
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
  }
}

/** Only what a fill began may be dropped. @throws CodedError FOREIGN_DATA */
async function empty(connection: DatabaseConnection, ours: boolean): Promise<void> {
  const collections = await connection.listCollections();
  const known = new Set(['about', 'dirty', 'summary', 'summary_version', 'frozen_months', 'frozen_parts']);
  for (const { name } of collections) {
    if (ours || known.has(name)) continue;
    if ((await connection.collection(name).findOne({})) !== null)
      throw subgraphFault('FOREIGN_DATA', `${connection.name}.${name}`);
  }
  await connection.dropDatabase();
}

type Progress = (done: number) => void;

/** Indexes and counts of one database take about as long as this many people. */
const SUMMARY_STEP = 10_000;

/** In people; the steps after their insertion are stated in the same unit. */
function progressOf(scale: number, onProgress: SeedOptions['onProgress']): Progress {
  const total = (WORKERS + MEMBERS + SUMMARY_STEP * NAMES.length) * scale;
  let done = 0;
  return (more) => onProgress?.((done += more), total);
}

/** What the sample is written with. */
interface Filling {
  readonly databases: Readonly<Record<(typeof NAMES)[number], DatabaseConnection>>;
  readonly keys: Keys;
  readonly scale: number;
  readonly progress: Progress;
}

/** @returns the counts of the months before, which the subgraphs keep once they have counted */
async function fill(filling: Filling): Promise<SampleMonths> {
  const { databases, keys, scale } = filling;
  for (const connection of Object.values(databases)) {
    await aboutOf(connection).insertMany([
      { _id: 'sample', version: VERSION, scale, whole: false },
      { _id: 'data', asOf: AS_OF },
    ]);
  }
  const villages = await fillReferences(databases, scale);
  const months = new SampleMonths(
    keys.recordKey,
    villages.map(({ _id }) => _id),
  );
  const people = { villages, used: new Set<string>() };
  const identities = await fillWorkers(filling, people, months);
  await fillMembers(filling, people, identities, months);
  return months;
}

/** Whatever is not about a person. @returns the villages */
async function fillReferences(databases: Filling['databases'], scale: number): Promise<readonly Village[]> {
  const city = documentsOf(readCity(KOTA_BEKASI));
  await insert(databases.agencies, { ...city.agencies, saved_questions: sampleQuestions });
  const batches = batchesOf(WORKERS * scale);
  await insert(databases.funding, {
    ...city.funding,
    contribution_batches: batches,
    payments: paymentsOf(batches, city.funding.budgets),
  });
  await insert(databases.groups, { ...city.groups });
  await insert(databases.workers, { ...city.workers });
  return city.agencies.villages;
}

/** @returns the workers' identities: some of them are members too */
async function fillWorkers(
  { databases, keys, scale, progress }: Filling,
  people: People,
  months: SampleMonths,
): Promise<readonly SampleIdentity[]> {
  const sealing = sealingOf(keys);
  const keyOf = recordKeys(keys.recordKey, 'workers');
  const identities: SampleIdentity[] = [];
  await eachBatch(sampleWorkers(WORKERS * scale, people, identities), progress, (workers) => {
    const verified = workers.map(verificationsOf);
    const documents = workers.map((worker, at) => {
      const verifiers = verified[at]!.map(({ agency }) => agency).sort();
      return keyed({ ...sealedWorker(worker, sealing), verifiers }, keyOf);
    });
    const verifications = verified.flat().map((each) => keyed(each, keyOf));
    for (const [at, worker] of workers.entries()) months.addWorker(worker, documents[at]!);
    for (const verification of verifications) months.addVerification(verification, verification.recordKey);
    return insert(databases.workers, { workers: documents, verifications });
  });
  return identities;
}

async function fillMembers(
  { databases, keys, scale, progress }: Filling,
  people: People,
  identities: readonly SampleIdentity[],
  months: SampleMonths,
): Promise<void> {
  const sealing = sealingOf(keys);
  const keyOf = recordKeys(keys.recordKey, 'groups');
  await eachBatch(sampleMembers(MEMBERS * scale, people, identities), progress, (members) => {
    const documents = members.map((member) => keyed(sealedMember(member, sealing), keyOf));
    for (const [at, member] of members.entries()) months.addMember(member, documents[at]!);
    return insert(databases.groups, { members: documents });
  });
}

/** Makes the next batch while the database takes the one before. */
async function eachBatch<Item>(
  items: Iterable<Item>,
  progress: Progress,
  take: (batch: Item[]) => Promise<void>,
): Promise<void> {
  let taken = Promise.resolve();
  for (const batch of batched(items)) {
    const before = taken;
    taken = Promise.all([before, take(batch)]).then(() => progress(batch.length));
    // Its failure is thrown below; until then no code awaits it.
    taken.catch(() => {});
    await before;
  }
  await taken;
}

function* batched<Item>(items: Iterable<Item>): Generator<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    if (batch.push(item) < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function insert(
  connection: DatabaseConnection,
  collections: Readonly<Record<string, readonly object[]>>,
): Promise<void> {
  for (const [name, rows] of Object.entries(collections)) {
    if (rows.length > 0) await connection.collection(name).insertMany(rows.map(longs));
  }
}

const keyed = <Doc extends Parameters<typeof keyedBy>[0]>(
  doc: Doc,
  keyOf: RecordKeyOf,
): Doc & { recordKey: number } => ({ ...doc, recordKey: keyOf(keyedBy(doc)) });

/** What secret values of a person are written with. */
interface Sealing {
  readonly seal: FieldEncryption;
  readonly tokenOf: (nik: string) => string;
  readonly cardOf: (kpj: string) => string;
  readonly likenessOf: LikenessOf;
}

const sealingOf = ({ encryptionKey, identityKey }: Keys): Sealing => ({
  seal: fieldEncryption(encryptionKey),
  tokenOf: personTokens(identityKey),
  cardOf: cardTokens(identityKey),
  likenessOf: likenesses(identityKey),
});

function sealedWorker(worker: PlainWorker, sealing: Sealing) {
  const { seal, tokenOf } = sealing;
  const { _id, nik, phone, membership, problems } = worker;
  return {
    ...worker,
    nik: nik && seal.encrypt(nik, placeInWorker('nik', _id)),
    phone: seal.encrypt(phone, placeInWorker('phone', _id)),
    token: nik && tokenOf(nik),
    likeness: sealing.likenessOf(worker.name, worker.birthDate),
    membership: sealedMembership(membership, sealing, placeInWorker('kpj', _id)),
    problems: problems.map((problem, at) => ({
      ...problem,
      raw: seal.encrypt(problem.raw, placeInWorker(`problems.${at}`, _id)),
    })),
    version: FIRST_VERSION,
  };
}

function sealedMember(member: PlainMember, sealing: Sealing) {
  const { seal, tokenOf } = sealing;
  const { _id, nik, membership } = member;
  return {
    ...member,
    nik: seal.encrypt(nik, placeInMember('nik', _id)),
    token: tokenOf(nik),
    membership: sealedMembership(membership, sealing, placeInMember('kpj', _id)),
    version: FIRST_VERSION,
  };
}

const sealedMembership = (
  membership: PlainMembership | null,
  { seal, cardOf }: Sealing,
  place: string,
): object | null =>
  membership && {
    ...membership,
    kpj: seal.encrypt(membership.kpj, place),
    cardToken: cardOf(membership.kpj),
  };

/** The subgraph itself makes its indexes and counts, as it does ever after. */
async function summarise(name: string, mongodbUri: string, keys: Keys): Promise<void> {
  const subgraph = await startSubgraph(name, { mongodbUri, keys, port: null, recountEvery: 3_600_000 });
  try {
    await subgraph.refresh();
    if (name === 'workers') await sampleImport(subgraph);
  } finally {
    await subgraph.stop();
  }
}
