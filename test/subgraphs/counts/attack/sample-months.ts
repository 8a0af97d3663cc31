/** The sample's months as the subgraphs keep them: the truth that the attacker does not have. */
import { FrozenMonths } from '../../../../subgraphs/frozen-months.ts';
import { connectDatabase, dataClock } from '../../../../subgraphs/database.ts';
import { Summary, type Snapshot } from '../../../../subgraphs/summary.ts';
import { startSampleStore } from '../../../support/sample.ts';

/** Counts of one month with their cell keys, by subgraph. */
export interface SampleMonth {
  /** `YYYY-MM` */
  readonly month: string;
  readonly workers: Snapshot;
  readonly groups: Snapshot;
  readonly funding: Snapshot;
}

/** @returns the months that are kept, the oldest first */
export async function sampleMonths(): Promise<SampleMonth[]> {
  const store = await startSampleStore();
  try {
    const [workers, groups, funding] = [await kept(store.uri, 'workers'), await kept(store.uri, 'groups'), await kept(store.uri, 'funding')];
    return [...workers!.keys()].map((month) => ({ month, workers: workers!.get(month)!, groups: groups!.get(month)!, funding: funding!.get(month)! }));
  } finally {
    await store.stop();
  }
}

async function kept(uri: string, name: string): Promise<Map<string, Snapshot>> {
  const connection = await connectDatabase(uri, name);
  try {
    const months = new FrozenMonths({ connection, summary: new Summary(connection, []), queues: [], now: await dataClock(connection, Date.now) });
    const { cells, history } = months.countsFor({ sub: 'test', roles: [], scopes: [], cells: 'perturbed' });
    await cells();
    return new Map((await history()).map(({ basis, snapshot }) => [basis.month!, snapshot]));
  } finally {
    await connection.close();
  }
}
