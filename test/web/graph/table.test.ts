import { describe, expect, it } from 'vitest';
import { FIGURES, tablesOf } from '../../../web/graph/table.ts';

describe('the tables of an answer', () => {
  it('makes a list of objects a table, with nested objects as columns', () => {
    const data = {
      workers: [
        { name: 'A', village: { name: 'V', district: { code: 'D' } } },
        { name: 'B', village: null },
      ],
    };
    expect(tablesOf({ data })).toEqual([
      {
        name: 'workers',
        columns: ['name', 'village.name', 'village.district.code'],
        rows: [
          ['A', 'V', 'D'],
          ['B', null, null],
        ],
      },
    ]);
  });

  it('reads a Relay connection as the list of its nodes, and keeps its count', () => {
    const connection = {
      totalCount: 2,
      edges: [
        { cursor: 'x', node: { code: '1' } },
        { cursor: 'y', node: { code: '2' } },
      ],
      pageInfo: { hasNextPage: false },
    };
    expect(tablesOf({ data: { villages: connection } })).toEqual([
      { name: 'villages', columns: ['code'], rows: [['1'], ['2']] },
      { name: FIGURES, columns: ['field', 'value'], rows: [['villages.totalCount', 2]] },
    ]);
    expect(tablesOf({ data: { villages: { nodes: [{ code: '1' }] } } })[0]).toMatchObject({
      name: 'villages',
      rows: [['1']],
    });
  });

  it('keeps what an edge says beside its node', () => {
    const data = { members: { edges: [{ since: 2024, node: { code: '1' } }] } };
    expect(tablesOf({ data })[0]).toEqual({
      name: 'members.edges',
      columns: ['since', 'node.code'],
      rows: [[2024, '1']],
    });
  });

  it('gives a list inside a row a table of its own that repeats the row, also three levels down', () => {
    const data = {
      cities: [{ name: 'C', districts: { nodes: [{ villages: [{ code: 1 }, { code: 2 }], name: 'D' }] } }],
    };
    expect(tablesOf({ data })).toEqual([
      { name: 'cities', columns: ['name'], rows: [['C']] },
      { name: 'cities.districts', columns: ['cities.name', 'name'], rows: [['C', 'D']] },
      {
        name: 'cities.districts.villages',
        columns: ['cities.name', 'districts.name', 'code'],
        rows: [
          ['C', 'D', 1],
          ['C', 'D', 2],
        ],
      },
    ]);
  });

  it('puts what stands outside every list into the figures', () => {
    expect(
      tablesOf({ data: { programme: { participants: 54_666, budget: { ceiling: 580_000_000 } }, kinds: ['A', 'B'] } }),
    ).toEqual([
      {
        name: FIGURES,
        columns: ['field', 'value'],
        rows: [
          ['kinds', 'A; B'],
          ['programme.participants', 54_666],
          ['programme.budget.ceiling', 580_000_000],
        ],
      },
    ]);
  });

  it('tells a value that is not shown from one that is missing, by the error at its path or below', () => {
    const data = { workers: [{ nik: null, phone: null, village: null }] };
    const errors = [
      { message: '', path: ['workers', 0, 'nik'], extensions: { code: 'FORBIDDEN' } },
      { message: '', path: ['workers', 0, 'village', 'name'], extensions: { code: 'SUBGRAPH_DOWN' } },
    ];
    expect(tablesOf({ data, errors })[0]!.rows).toEqual([[{ hidden: 'FORBIDDEN' }, null, { hidden: 'SUBGRAPH_DOWN' }]]);
  });

  it('names the subgraph that did not answer, also in rows beyond those that the gateway lists', () => {
    const names = (name: string | null) => ({ village: { code: '1', name } });
    const data = { workers: [names(null), names(null)], city: { members: null, other: null } };
    const extensions = { code: 'SUBGRAPH_UNREACHABLE', service: 'agencies' };
    const errors = [
      { message: '', path: ['workers', 0, 'village', 'name'], extensions },
      { message: '', path: ['city', 'members'], extensions: { code: 'SUBGRAPH_TIMEOUT', service: 'groups' } },
    ];
    const [workers, figures] = tablesOf({ data, errors });
    expect(workers!.rows.map((row) => row[1])).toEqual([
      { hidden: 'SUBGRAPH_UNREACHABLE (agencies)' },
      { hidden: 'SUBGRAPH_UNREACHABLE (agencies)' },
    ]);
    expect(figures!.rows).toEqual([
      ['city.members', { hidden: 'SUBGRAPH_TIMEOUT (groups)' }],
      ['city.other', null],
    ]);
  });

  it('takes a refused value of one row for that row alone', () => {
    const errors = [{ message: '', path: ['workers', 0, 'nik'], extensions: { code: 'FORBIDDEN_FIELD' } }];
    expect(tablesOf({ data: { workers: [{ nik: null }, { nik: null }] }, errors })[0]!.rows).toEqual([
      [{ hidden: 'FORBIDDEN_FIELD' }],
      [null],
    ]);
  });

  it('takes the columns of all rows of a union, nulls in a list and aliases that name a prototype', () => {
    const data = JSON.parse('{"people":[{"__typename":"Worker","job":"OJEK"},null,{"__proto__":1,"constructor":"x"}]}');
    const [table] = tablesOf({ data });
    expect(table!.columns).toEqual(['job', 'value', '__proto__', 'constructor']);
    expect(table!.rows).toEqual([
      ['OJEK', null, null, null],
      [null, null, null, null],
      [null, null, 1, 'x'],
    ]);
  });

  it('has none for an answer without data, and does not run out of stack on a deep one', () => {
    expect(tablesOf({ errors: [{ message: 'no' }] })).toEqual([]);
    let data: Record<string, unknown> = { leaf: 1 };
    for (let depth = 0; depth < 3000; depth += 1) data = { deeper: data };
    expect(tablesOf({ data })[0]!.rows).toHaveLength(1);
  });
});
