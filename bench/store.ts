/**
 * `npm run bench store`: what the embedded store costs as a collection grows, through the official driver. One store a size, each in a process of
 * its own; the measurements take turns, so noise of the machine meets all sizes alike. Writes docs/benchmarks-store.md.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Collection, type Document } from 'mongodb';
import { z } from 'zod';
import { readSettings, wholeNumber, type SettingTable } from '../base/settings.ts';
import { LOAD_CORE, Program } from './gateway/contender.ts';
import { median } from './gateway/rounds.ts';
import { sampleDistrictOf, idOf, INDEXES, personOf, STATUSES, tokenOf } from './store/people.ts';

const options = {
  sizes: {
    env: 'BENCH_SIZES',
    flag: '--sizes <list>',
    schema: z
      .string()
      .default('10000,54666,100000,1000000')
      .transform((text) => text.split(',').map(Number)),
    unit: 'documents',
    what: 'Sizes of the collection, comma between; with others than the usual ones docs/benchmarks-store.md is left as it is.',
  },
  rounds: {
    env: 'BENCH_ROUNDS',
    flag: '--rounds <number>',
    schema: wholeNumber(1, 100_000, 5),
    unit: 'rounds',
    what: 'How often each measurement has its turn; the median counts.',
  },
} as const satisfies SettingTable;

/** How many documents the aggregation is over: the programme's people. */
const PEOPLE = 54_666;
const BATCH = 1000;
const page = new URL('../docs/benchmarks-store.md', import.meta.url);

interface Subject {
  readonly size: number;
  readonly folder: string;
  program: Program;
  client: MongoClient;
  rows: Collection<Document>;
  /** CPU µs a document while filling. */
  fillCpu: number;
  fillPerSecond: number;
  startMs: number;
  peakMemory: number;
  readonly figures: Map<string, Figure[]>;
}
interface Figure {
  readonly cpu: number;
  readonly ms: number;
}

type Ask = (subject: Subject, random: number) => Promise<unknown>;
/** Each with how many are asked a turn. */
const measurements: Readonly<Record<string, { readonly times: number; readonly ask: Ask; readonly only?: number }>> = {
  'point read by _id': {
    times: 400,
    ask: ({ rows, size }, r) => rows.findOne({ _id: idOf(Math.floor(r * size)) } as Document),
  },
  'point read by an index': {
    times: 400,
    ask: ({ rows, size }, r) => rows.findOne({ token: tokenOf(Math.floor(r * size)) }),
  },
  'page of 100, compound filter and sort': {
    times: 40,
    ask: ({ rows }, r) =>
      rows
        .find({ district: sampleDistrictOf(Math.floor(r * 12)), status: STATUSES[Math.floor(r * 4)]! })
        .sort({ enrolledOn: 1, _id: 1 })
        .limit(100)
        .toArray(),
  },
  'update of one document': {
    times: 200,
    ask: ({ rows, size }, r) =>
      rows.updateOne({ _id: idOf(Math.floor(r * size)) } as Document, {
        $set: { status: STATUSES[Math.floor(r * 97) % 4]!, batch: `batch-${Math.floor(r * 1000)}` },
      }),
  },
  'count of a 48th, from the index': {
    times: 10,
    ask: ({ rows }, r) => rows.countDocuments({ district: sampleDistrictOf(Math.floor(r * 12)), status: 'ACTIVE' }),
  },
  'the same count, with the documents read': {
    times: 1,
    ask: ({ rows }, r) =>
      rows.countDocuments({ district: sampleDistrictOf(Math.floor(r * 12)), status: 'ACTIVE', name: { $ne: '' } }),
  },
  'insert of one document': {
    times: 200,
    ask: ({ rows }, r) => rows.insertOne({ ...personOf(Math.floor(r * 1e9)), _id: `new-${r}` as never }),
  },
  'aggregation over 54,666 documents': {
    times: 1,
    only: PEOPLE,
    ask: ({ rows }) =>
      rows
        .aggregate([
          { $match: { status: { $ne: 'EXITED' } } },
          {
            $group: {
              _id: { district: '$district', band: '$decileBand' },
              people: { $sum: 1 },
              months: { $avg: '$membership.monthsInRow' },
            },
          },
          { $sort: { people: -1, _id: 1 } },
        ])
        .toArray(),
  },
};

export async function run(argv: readonly string[]): Promise<void> {
  const settings = readSettings('bench store', options, argv);
  if (settings === undefined) return;
  const home = mkdtempSync(join(tmpdir(), 'bench-store-'));
  const subjects: Subject[] = [];
  try {
    for (const size of settings.sizes) subjects.push(await filled(join(home, String(size)), size));
    for (let round = -1; round < settings.rounds; round += 1) {
      console.error(round < 0 ? 'warming up …' : `round ${round + 1} of ${settings.rounds} …`);
      for (const subject of subjects) await turn(subject, round >= 0);
    }
    for (const subject of subjects) subject.peakMemory = (await subject.program.usage()).peakMemory;
    const text = pageOf(subjects, settings.rounds);
    console.log(text);
    if (argv.length === 0) writeFileSync(page, text);
  } finally {
    for (const { client, program } of subjects) {
      await client.close();
      await program.stop();
    }
    rmSync(home, { recursive: true });
  }
}

async function filled(folder: string, size: number): Promise<Subject> {
  console.error(`filling ${size} …`);
  const first = await opened(folder);
  for (const key of INDEXES) await first.rows.createIndex(key);
  const [before, begun] = [await first.program.usage(), performance.now()];
  for (let from = 0; from < size; from += BATCH) {
    await first.rows.insertMany(Array.from({ length: Math.min(BATCH, size - from) }, (_none, i) => personOf(from + i)));
  }
  const [after, seconds] = [await first.program.usage(), (performance.now() - begun) / 1000];
  await first.client.close();
  await first.program.stop();
  // Opened anew, as after a start, and ended without a farewell before: what follows includes finding everything on the disk.
  const startedAt = performance.now();
  const again = await opened(folder);
  return {
    size,
    folder,
    ...again,
    startMs: performance.now() - startedAt,
    fillCpu: (after.cpu - before.cpu) / size,
    fillPerSecond: size / seconds,
    peakMemory: after.peakMemory,
    figures: new Map(),
  };
}

async function opened(folder: string): Promise<Pick<Subject, 'program' | 'client' | 'rows'>> {
  const { program, said } = await Program.start<{ port: number }>('../store/store-process.ts', [folder], LOAD_CORE);
  const client = await new MongoClient(`mongodb://127.0.0.1:${said.port}/?directConnection=true`).connect();
  return { program, client, rows: client.db('bench').collection('people') };
}

async function turn(subject: Subject, counts: boolean): Promise<void> {
  for (const [name, { times, ask, only }] of Object.entries(measurements)) {
    if (only !== undefined && only !== subject.size) continue;
    const waits: number[] = [];
    const before = await subject.program.usage();
    for (let i = 0; i < times; i += 1) {
      const begun = performance.now();
      await ask(subject, Math.random());
      waits.push(performance.now() - begun);
    }
    const { cpu } = await subject.program.usage();
    if (counts)
      subject.figures.set(name, [
        ...(subject.figures.get(name) ?? []),
        { cpu: (cpu - before.cpu) / times, ms: median(waits) },
      ]);
  }
}

const shown = (ms: number): string => (ms < 10 ? ms.toFixed(2) : ms.toFixed(0));

function pageOf(subjects: readonly Subject[], rounds: number): string {
  const sizes = subjects.map(({ size }) => size.toLocaleString('en'));
  const grown = (of: (subject: Subject) => number): string =>
    subjects.length > 1 ? `${(of(subjects.at(-1)!) / of(subjects[0]!)).toFixed(2)}x` : '';
  const rows = Object.keys(measurements).map((name) => {
    const figures = subjects.map(({ figures }) => figures.get(name));
    const cell = (of: Figure[] | undefined): string =>
      of === undefined
        ? ''
        : `${shown(median(of.map(({ cpu }) => cpu)) / 1000)} / ${shown(median(of.map(({ ms }) => ms)))}`;
    const whole = figures.every((of) => of !== undefined);
    const ratio = (key: keyof Figure): string =>
      whole ? grown(({ figures: all }) => median(all.get(name)!.map((one) => one[key]))) : '';
    return `| ${name} | ${figures.map(cell).join(' | ')} | ${ratio('cpu')} | ${ratio('ms')} |`;
  });
  const plain = (name: string, of: (subject: Subject) => string): string =>
    `| ${name} | ${subjects.map(of).join(' | ')} | | |`;
  return [
    INTRODUCTION,
    '',
    `Node ${process.version}, ${cpus().length} cores (${cpus()[0]!.model.trim()}); ${rounds} rounds in turn, medians; load average at the end ${loadavg()[0]!.toFixed(1)}, of which the run itself is about 1.`,
    '',
    `| CPU ms of the store / ms waited | ${sizes.join(' | ')} | growth, CPU | growth, wait |`,
    `|---|${sizes.map(() => '--:|').join('')}--:|--:|`,
    ...rows,
    plain('insert in batches of 1,000, documents/s', ({ fillPerSecond }) =>
      Math.round(fillPerSecond).toLocaleString('en'),
    ),
    plain('the same, CPU µs a document', ({ fillCpu }) => fillCpu.toFixed(0)),
    plain('start on the filled folder, s', ({ startMs }) => (startMs / 1000).toFixed(2)),
    plain('peak memory of the process, MB', ({ peakMemory }) => Math.round(peakMemory / 1e6).toString()),
    plain('file, MB', ({ folder }) => Math.round(statSync(join(folder, 'store.db')).size / 1e6).toString()),
    '',
  ].join('\n');
}

const INTRODUCTION = `# Benchmarks of the store

Written by \`npm run bench store\`. A collection of people (about 900 bytes each, five indexes with \`_id\`) at growing sizes, asked through the official driver
from another process. CPU time is the store's own and hardly moved by what else the machine does; the waiting time is. Each size is a store in a
process of its own, and the sizes take turns. "Growth" is the last size to the first.`;
