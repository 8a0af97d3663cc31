/** The sample's months as the subgraphs keep them: the truth that the attacker does not have. */
import { MonthlySnapshots } from '../../../../subgraphs/counts/monthly-snapshots.ts';
import { connectDatabase, dataClock } from '../../../../subgraphs/data/database.ts';
import { MaterializedCounts, type CountsSnapshot } from '../../../../subgraphs/counts/materialized-counts.ts';
import { startSampleStore } from '../../../support/sample.ts';

/** Counts of one month with their cell keys, by subgraph. */
export interface SampleMonth {
  /** `YYYY-MM` */
  readonly month: string;
  readonly workers: CountsSnapshot;
  readonly groups: CountsSnapshot;
  readonly funding: CountsSnapshot;
}

/** @returns the months that are kept, the oldest first */
export async function sampleMonths(): Promise<SampleMonth[]> {
  const store = await startSampleStore();
  try {
    const [workers, groups, funding] = [
      await kept(store.uri, 'workers'),
      await kept(store.uri, 'groups'),
      await kept(store.uri, 'funding'),
    ];
    return [...workers!.keys()].map((month) => ({
      month,
      workers: workers!.get(month)!,
      groups: groups!.get(month)!,
      funding: funding!.get(month)!,
    }));
  } finally {
    await store.stop();
  }
}

async function kept(uri: string, name: string): Promise<Map<string, CountsSnapshot>> {
  const connection = await connectDatabase(uri, name);
  try {
    const months = new MonthlySnapshots({
      connection,
      summary: new MaterializedCounts(connection, []),
      queues: [],
      now: await dataClock(connection, Date.now),
    });
    const { cells, history } = months.countsFor({ sub: 'test', roles: [], scopes: [], cells: 'perturbed' });
    await cells();
    return new Map((await history()).map(({ basis, snapshot }) => [basis.month!, snapshot]));
  } finally {
    await connection.close();
  }
}
