import { describe, expect, it } from 'vitest';
import { UsageCounts } from '../../../gateway/usage/usage-counts.ts';

const operation = (text: string) => ({ text, operationName: undefined });
const client = (name: string, version = '1') => ({
  'apollographql-client-name': name,
  'apollographql-client-version': version,
});

describe('counts of usage', () => {
  it('are by operation, client and version, with the errors of each', () => {
    const counts = new UsageCounts();
    const asked = operation('query A { a }');
    counts.operation(asked, client('dashboard'), []);
    counts.operation(asked, client('dashboard'), [{ code: 'SUBGRAPH_TIMEOUT', subgraph: 'workers' }]);
    counts.operation(asked, client('dashboard', '2'), []);
    counts.operation(operation('query A { a }'), {}, [{ code: 'COST', subgraph: null }]);
    counts.request('workers', undefined);
    counts.request('workers', 'SUBGRAPH_TIMEOUT');
    const report = counts.take()!;
    expect(report.operations).toHaveLength(1);
    expect(report.operations[0]!.clients).toEqual([
      {
        name: 'dashboard',
        version: '1',
        count: 2,
        errors: [{ code: 'SUBGRAPH_TIMEOUT', subgraph: 'workers', count: 1 }],
      },
      { name: 'dashboard', version: '2', count: 1, errors: [] },
      { name: null, version: null, count: 1, errors: [{ code: 'COST', subgraph: null, count: 1 }] },
    ]);
    expect(report.subgraphs).toEqual([
      { name: 'workers', requests: 2, failures: [{ code: 'SUBGRAPH_TIMEOUT', count: 1 }] },
    ]);
    expect(report.others).toBe(0);
  });

  it('begin anew once they are taken, and are none when nothing was asked', () => {
    const counts = new UsageCounts();
    const asked = operation('{ a }');
    counts.operation(asked, {}, []);
    expect(counts.take()!.operations[0]!.clients[0]!.count).toBe(1);
    expect(counts.take()).toBeUndefined();
    counts.operation(asked, {}, []);
    expect(counts.take()!.operations[0]!.clients[0]!.count).toBe(1);
  });

  it('count what does not fit together, so that no client makes a report without an end', () => {
    const counts = new UsageCounts();
    const [before, asked] = [operation('{ before }'), operation('{ asked }')];
    counts.operation(before, {}, []);
    counts.take();
    for (let n = 0; n < 200; n++) counts.operation(asked, client(`c${n}`), []);
    for (let n = 0; n < 1_099; n++) counts.operation(operation(`{ a${n} }`), {}, []);
    counts.operation(before, {}, []);
    const report = counts.take()!;
    expect(report.operations).toHaveLength(1_001);
    expect(report.operations.at(-1)!.document).toContain('before');
    expect(report.others).toBe(100);
    const clients = report.operations[0]!.clients;
    expect(clients).toHaveLength(51);
    expect(clients.reduce((sum, { count }) => sum + count, 0)).toBe(200);
    expect(clients.at(-1)).toMatchObject({ name: 'others', version: null });
  });

  it('have no number of a person from what a client calls itself', () => {
    const counts = new UsageCounts();
    counts.operation(operation('{ a }'), client('3275010101010001', '0812-3456-7890'), []);
    expect(counts.take()!.operations[0]!.clients[0]).toMatchObject({ name: null, version: null, count: 1 });
  });
});
