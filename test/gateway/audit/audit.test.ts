import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, parse, print } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { anchorFile, readAnchors } from '../../../gateway/audit/anchor-file.ts';
import { createAuditLog, type AuditLog, type AuditLogOptions } from '../../../gateway/audit/audit-log.ts';
import { personAccessLog, seenByClient } from '../../../gateway/audit/audit-queries.ts';
import { brokenLinks, headOf, link, type ChainEntry } from '../../../gateway/audit/chain.ts';
import { verify } from '../../../gateway/audit/main.ts';
import { openAudit } from '../../../gateway/audit/open-audit.ts';
import { personalFields, takeSubjects, withSubjects } from '../../../gateway/audit/subjects.ts';
import { memoryStore, record, type MemoryStore } from './memory-store.ts';

const KEY = 'a key of at least thirty-two bytes!';

describe('the chain', () => {
  const chain = (length = 5): ChainEntry[] => {
    const entries: ChainEntry[] = [];
    for (let n = 1; n <= length; n++) entries.push(link('c', entries.at(-1), record(n)));
    return entries;
  };
  const broken = async (entries: readonly ChainEntry[], whole = chain(), key = KEY) =>
    (await brokenLinks('c', entries, [headOf(whole.at(-1)!, KEY)], key)).map(
      ({ kind, sequence }) => `${kind} ${sequence}`,
    );

  it('is whole when nothing was done to it', async () => {
    expect(await broken(chain())).toEqual([]);
  });

  it.each([
    [
      'a purpose is altered',
      (entries: ChainEntry[]) =>
        entries.with(2, { ...entries[2]!, record: { ...entries[2]!.record, purpose: 'AUDIT' } }),
      ['altered 3'],
    ],
    [
      'a person is taken out of a record',
      (entries: ChainEntry[]) => entries.with(0, { ...entries[0]!, record: { ...entries[0]!.record, persons: [] } }),
      ['altered 1'],
    ],
    [
      'an entry is altered with its hash',
      (entries: ChainEntry[]) => entries.with(2, link('c', entries[1], record(99))),
      ['reordered 4'],
    ],
    ['an entry is removed', (entries: ChainEntry[]) => entries.toSpliced(2, 1), ['missing 4']],
    [
      'two entries change places',
      (entries: ChainEntry[]) => [entries[0]!, entries[2]!, entries[1]!, entries[3]!, entries[4]!],
      ['missing 3', 'reordered 2', 'missing 4'],
    ],
    ['the end is cut off', (entries: ChainEntry[]) => entries.slice(0, 3), ['truncated 4']],
    ['all is gone', () => [], ['truncated 1']],
    [
      'an entry is added without a head',
      (entries: ChainEntry[]) => [...entries, link('c', entries.at(-1), record(6))],
      ['unanchored 6'],
    ],
  ])('tells when %s', async (_what, tamper, found) => {
    expect(await broken(tamper(chain()))).toEqual(found);
  });

  it('tells when everything was written anew by somebody without the key', async () => {
    const forged = chain(3);
    expect(
      (await brokenLinks('c', forged, [headOf(forged.at(-1)!, 'another key of thirty-two bytes!!!')], KEY)).map(
        ({ kind }) => kind,
      ),
    ).toContain('forged head');
  });

  it('tells an old head put back, by the anchor kept elsewhere', async () => {
    const entries = chain();
    const cut = entries.slice(0, 2);
    const heads = [headOf(cut[1]!, KEY), ...readAnchors(`${JSON.stringify(headOf(entries[4]!, KEY))}\n`).heads];
    expect(await brokenLinks('c', cut, heads, KEY)).toEqual([{ chain: 'c', sequence: 3, kind: 'truncated' }]);
  });
});

describe('the log', () => {
  let store: MemoryStore;
  let clock: number;
  let problems: string[];
  const logs: AuditLog[] = [];
  beforeEach(() => {
    store = memoryStore();
    clock = 0;
    problems = [];
  });
  afterEach(async () => {
    store.failing = false;
    await Promise.all(logs.splice(0).map((log) => log.close()));
  });
  const open = (more: Partial<AuditLogOptions> = {}): AuditLog => {
    const log = createAuditLog({
      store,
      key: KEY,
      batch: 3,
      delay: 5,
      grace: 1_000,
      backlog: 10,
      report: (problem) => problems.push(problem),
      now: () => clock,
      ...more,
    });
    logs.push(log);
    return log;
  };

  it('writes records that arrive together in one batch, and no more than a batch at once', async () => {
    const log = open();
    for (let n = 0; n < 7; n++) void log.record(record(n));
    expect(await log.flush()).toBe(true);
    expect(store.written).toHaveLength(7);
    expect(Math.max(...store.batches)).toBe(3);
    expect(await verify(store, KEY)).toEqual([]);
  });

  it('writes a lone record after the delay by itself', async () => {
    void open().record(record(1));
    await vi.waitFor(() => expect(store.written).toHaveLength(1));
  });

  it('goes on for the grace, then refuses, and comes back when the store has it all', async () => {
    const log = open();
    store.failing = true;
    void log.record(record(1));
    expect(await log.flush()).toBe(false);
    expect(log.state).toEqual({ kind: 'failing', since: 0, pending: 1 });
    clock = 1_001;
    expect(log.state.kind).toBe('refusing');
    expect(problems).toEqual(['the audit cannot be written: no primary']);
    store.failing = false;
    await vi.waitFor(() => expect(log.state).toEqual({ kind: 'writing', pending: 0 }), 3_000);
    expect(store.written.map((entry) => entry.record.requestId)).toEqual(['req-1']);
  });

  it('counts what could not be anchored as not written, and comes back by itself when it can', async () => {
    let full = true;
    const anchors: string[] = [];
    const log = open({
      anchor: (head) => {
        if (full) throw new Error('no space left');
        anchors.push(JSON.stringify(head));
      },
    });
    void log.record(record(1));
    expect(await log.flush()).toBe(false);
    clock = 1_001;
    expect(log.state).toEqual({ kind: 'refusing', since: 0, pending: 1 });
    full = false;
    await vi.waitFor(() => expect(log.state).toEqual({ kind: 'writing', pending: 0 }), 3_000);
    expect(await verify(store, KEY, readAnchors(anchors.join('\n')).heads)).toEqual([]);
  });

  it('does not open without a place for its anchors', async () => {
    const settings = {
      auditUri: 'mongodb://127.0.0.1:9',
      auditKey: KEY,
      auditAnchor: '/dev/null/heads',
      auditWait: true,
      auditBatch: 1,
      auditDelay: 0,
      auditGrace: 0,
      auditBacklog: 1,
    };
    await expect(openAudit(settings, () => {})).rejects.toThrow('the file of AUDIT_ANCHOR cannot be written');
  });

  it('refuses at once when memory holds as much as it may', async () => {
    const log = open({ backlog: 2 });
    store.failing = true;
    void log.record(record(1));
    void log.record(record(2));
    expect(log.state.kind).toBe('refusing');
  });

  it('keeps the order when a write fails between others', async () => {
    const log = open();
    void log.record(record(1));
    store.failing = true;
    await log.flush();
    for (let n = 2; n < 6; n++) void log.record(record(n));
    store.failing = false;
    await vi.waitFor(() => expect(store.written).toHaveLength(5), 3_000);
    expect(store.written.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(await verify(store, KEY)).toEqual([]);
  });

  it('reports what it could not write when it closes', async () => {
    const log = open();
    store.failing = true;
    void log.record(record(1));
    await log.close();
    expect(problems.at(-1)).toBe('1 records of the audit could not be written');
  });

  it('hands each head out to be kept elsewhere, and finds the log gone by it', async () => {
    const heads: string[] = [];
    const log = open({ anchor: (head) => heads.push(JSON.stringify(head)) });
    void log.record(record(1));
    await log.flush();
    store.written.length = 0;
    store.heads.clear();
    expect(await verify(store, KEY, readAnchors(heads.join('\n')).heads)).toMatchObject([
      { kind: 'truncated', sequence: 1 },
    ]);
  });
});

describe('a record that is waited for', () => {
  const opened = (more: Partial<AuditLogOptions> = {}) => {
    const store = memoryStore();
    let clock = 0;
    const log = createAuditLog({
      store,
      key: KEY,
      wait: true,
      batch: 10,
      delay: 0,
      grace: 0,
      backlog: 10,
      report: () => {},
      now: () => clock,
      ...more,
    });
    return { store, log, later: () => void (clock = 1_000_000) };
  };
  const requests = (store: MemoryStore): string[] => store.written.map((entry) => entry.record.requestId);
  const outcome = (waited: void | Promise<void>): Promise<unknown> =>
    Promise.resolve(waited).then(
      () => 'durable',
      (thrown: { code: string }) => thrown.code,
    );

  it('is done when it is durable, its anchor too, and not before', async () => {
    const seen: string[] = [];
    const { store, log } = opened({ anchor: () => void seen.push('anchored') });
    const { promise, resolve } = Promise.withResolvers<void>();
    store.held = promise;
    const done = Promise.resolve(log.record(record(1))).then(() => seen.push(`answered after ${store.written.length}`));
    await expect.poll(() => store.begun).toBe(1);
    expect(seen).toEqual([]);
    resolve();
    await done;
    expect(seen).toEqual(['anchored', 'answered after 1']);
    await log.close();
  });

  it('is written with all that arrived while a group was being written', async () => {
    const { store, log } = opened();
    const { promise, resolve } = Promise.withResolvers<void>();
    store.held = promise;
    const first = log.record(record(1));
    await expect.poll(() => store.begun).toBe(1);
    const others = [2, 3, 4, 5].map((n) => log.record(record(n)));
    resolve();
    await Promise.all([first, ...others]);
    expect(store.batches).toEqual([1, 4]);
    expect(await verify(store, KEY)).toEqual([]);
    await log.close();
  });

  it('refuses the answer when the store does not take it in time, and leaves out what it was never handed', async () => {
    const { store, log } = opened();
    const { promise, resolve } = Promise.withResolvers<void>();
    store.held = promise;
    const first = outcome(log.record(record(1)));
    await expect.poll(() => store.begun).toBe(1);
    const second = outcome(log.record(record(2)));
    expect(await Promise.all([first, second])).toEqual(['AUDIT_UNAVAILABLE', 'AUDIT_UNAVAILABLE']);
    resolve();
    expect(await log.flush()).toBe(true);
    // The first may have been kept when nobody knew; the second cannot have been.
    expect(requests(store)).toEqual(['req-1']);
    expect(await outcome(log.record(record(3)))).toBe('durable');
    expect(await verify(store, KEY)).toEqual([]);
    await log.close();
  });

  it('refuses at once, and records nothing, while personal data is refused', async () => {
    const { store, log, later } = opened();
    store.failing = true;
    const first = outcome(log.record(record(1)));
    expect(await log.flush()).toBe(false);
    later();
    expect(log.state.kind).toBe('refusing');
    expect(await outcome(log.record(record(2)))).toBe('AUDIT_UNAVAILABLE');
    expect(await log.flush()).toBe(false);
    expect(await first).toBe('AUDIT_UNAVAILABLE');
    store.failing = false;
    await vi.waitFor(() => expect(log.state.kind).toBe('writing'), 3_000);
    expect(requests(store)).toEqual(['req-1']);
    await log.close();
  });

  it('is not waited for with AUDIT_WAIT=off', async () => {
    const { store, log } = opened({ wait: false });
    store.held = new Promise(() => {});
    expect(log.record(record(1))).toBeUndefined();
  });
});

describe('the anchor file', () => {
  const head = (sequence: number) => headOf({ chain: 'c', sequence, hash: 'ab' }, KEY);

  it('begins a new line after one that a killed process left half written, and tells which it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'anchor-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'heads');
    await anchorFile(path)(head(1));
    appendFileSync(path, JSON.stringify(head(2)).slice(0, 40));
    const append = anchorFile(path);
    await append(head(2));
    await append(head(3));
    expect(readAnchors(readFileSync(path, 'utf8'))).toEqual({ heads: [head(1), head(2), head(3)], torn: [2] });
  });

  it.each([
    ['half a line at the end', '{"chain":"c","seq'],
    ['something else', '12'],
    ['nothing', 'null'],
    ['a head without a signature', '{"chain":"c","sequence":1,"hash":"ab"}'],
  ])('is read past a line that is %s', (_what, line) => {
    expect(readAnchors(`${JSON.stringify(head(1))}\n\n${line}`)).toEqual({ heads: [head(1)], torn: [3] });
  });
});

describe('asking the audit', () => {
  const filled = async (): Promise<MemoryStore> => {
    const store = memoryStore();
    const log = createAuditLog({ store, key: KEY, batch: 10, delay: 0, grace: 0, backlog: 100, report: () => {} });
    void log.record(record(1, { persons: ['psr_a', 'psr_b'] }));
    void log.record(record(2, { persons: ['psr_b'], client: 'field-app', fields: ['Worker.nik'] }));
    void log.record(record(3, { persons: ['psr_b'], fields: ['Worker.nik', 'Worker.phone'] }));
    await log.flush();
    return store;
  };

  it('lists who saw a person: when, who, why and what, and no other person', async () => {
    const seen = await personAccessLog(await filled(), 'psr_a');
    expect(seen).toMatchObject([
      { requestId: 'req-1', caller: 'user:siti', purpose: 'VERIFICATION', fields: ['Worker.name'] },
    ]);
    expect(JSON.stringify(seen)).not.toContain('psr_b');
  });

  it('what a client saw in a window, person by person', async () => {
    const store = await filled();
    expect(await seenByClient(store, 'dashboard')).toEqual([
      { person: 'psr_a', fields: ['Worker.name'], times: 1, first: record(1).at, last: record(1).at },
      {
        person: 'psr_b',
        fields: ['Worker.name', 'Worker.nik', 'Worker.phone'],
        times: 2,
        first: record(1).at,
        last: record(3).at,
      },
    ]);
    expect(await seenByClient(store, 'dashboard', record(2).at, record(3).at)).toEqual([]);
  });
});

describe('whose data an answer holds', () => {
  const schema = buildSchema(`
    type Query { workers: [Worker!]! anyone: Human }
    interface Human { name: String }
    type Worker implements Human { id: ID! name: String person: Person friend: Worker }
    type Member implements Human { name: String }
    type Person { token: ID! }
  `);
  const subjects = new Map([['Worker', ['person { token }', 'id']]]);
  const asked = (text: string): string => print(withSubjects(schema, parse(text), subjects)).replace(/\s+/g, ' ');

  it("is selected beside the caller's own selections, also through an interface and a fragment", () => {
    const added = '... on Worker { sigapSubject__0: person { token } sigapSubject__1_Worker: id }';
    expect(asked('{ workers { name } }')).toContain(`workers { name ${added} }`);
    expect(asked('{ anyone { name } }')).toContain(`anyone { name ${added} }`);
    expect(asked('{ workers { ...F } } fragment F on Worker { name }')).toContain(
      `fragment F on Worker { name ${added} }`,
    );
    expect(asked('{ anyone { ... on Member { name } } }')).not.toContain(`on Member { name ${added}`);
  });

  it('is taken out of the answer: the token, or type and key where there is no token', () => {
    const data = {
      workers: [
        {
          name: 'A',
          sigapSubject__0: { token: 'psr_a' },
          sigapSubject__1_Worker: 'w1',
          friend: { sigapSubject__0: null, sigapSubject__1_Worker: 'w2' },
        },
        { name: 'B', sigapSubject__0: { token: 'psr_a' }, sigapSubject__1_Worker: 'w3' },
        null,
      ],
    };
    const { data: left, persons } = takeSubjects(data);
    expect(JSON.parse(JSON.stringify(left))).toEqual({ workers: [{ name: 'A', friend: {} }, { name: 'B' }, null] });
    expect(persons.toSorted()).toEqual(['Worker:w2', 'psr_a']);
  });

  it('of a row is that of its node, selected once', () => {
    const paged = buildSchema(
      'type Query { page: [Edge] } type Edge { cursor: String node: Worker! } type Worker { id: ID! person: Person } type Person { token: ID! }',
    );
    const rows = new Map([...subjects, ['Edge', ['node']]]);
    const text = (query: string): string => print(withSubjects(paged, parse(query), rows)).replace(/\s+/g, ' ');
    expect(text('{ page { cursor } }')).toContain(
      'cursor ... on Edge { sigapSubject__0: node { sigapSubject__0: person { token } sigapSubject__1_Worker: id } }',
    );
    expect(text('{ page { node { id } } }').match(/person/g)).toHaveLength(1);
    expect(text('query ($no: Boolean!) { page { node @skip(if: $no) { id } } }').match(/person/g)).toHaveLength(2);
    const { data, persons } = takeSubjects({
      page: [
        { cursor: 'c', sigapSubject__0: { sigapSubject__0: null, sigapSubject__1_Worker: 'w9' } },
        { cursor: 'd', sigapSubject__0: { sigapSubject__0: { token: 'psr_b' }, sigapSubject__1_Worker: 'w8' } },
      ],
    });
    expect([JSON.parse(JSON.stringify(data)), persons]).toEqual([
      { page: [{ cursor: 'c' }, { cursor: 'd' }] },
      ['Worker:w9', 'psr_b'],
    ]);
  });

  it('is named by a field that leads to what is open, and by the mere name of a type; not by one that leads on to more of theirs', () => {
    const all = new Set(['Worker.id', 'Worker.name', 'Worker.person', 'Worker.friend', 'Person.token']);
    expect(personalFields(schema, parse('{ workers { person { token } } }'), all)).toEqual(['Person.token']);
    expect(personalFields(schema, parse('{ workers { friend { __typename } } anyone { __typename } }'), all)).toEqual([
      'Worker.__typename',
    ]);
    expect(personalFields(schema, parse('{ workers { person { token } } }'), new Set(['Worker.person']))).toEqual([
      'Worker.person',
    ]);
  });

  it('is taken from rows selected for the record only where the request named persons', () => {
    const data = {
      a: { count: 1 },
      sigapSubject__rows_a: { rows: [{ sigapSubject__0: 'psr_a' }] },
      b: { count: 9 },
      sigapSubject__rows_b: { rows: [{ sigapSubject__0: 'psr_b' }] },
    };
    const { data: left, persons } = takeSubjects(data, new Set(['a']));
    expect([JSON.parse(JSON.stringify(left)), persons]).toEqual([{ a: { count: 1 }, b: { count: 9 } }, ['psr_a']]);
  });

  it('lists the personal fields, behind an interface those of each type', () => {
    const personal = new Set(['Worker.name', 'Member.name', 'Worker.friend']);
    expect(personalFields(schema, parse('{ anyone { x: name } workers { friend { id } } }'), personal)).toEqual([
      'Member.name',
      'Worker.friend',
      'Worker.name',
    ]);
  });
});
