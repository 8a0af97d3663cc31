/** Records that may be of one person are found for the roster's owner, whichever way they came in, and for nobody else. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { bring, DINSOS, DISHUB, DISNAKER, somebody, startRoster, type Raw, type Roster } from './lifecycle/roster.ts';

let roster: Roster | undefined;
beforeEach(async () => {
  await roster?.stop();
  roster = await startRoster();
});
afterAll(() => roster?.stop());

const QUERY = `query ($why: DuplicateReason!, $first: Int, $after: String) { possibleDuplicates(why: $why, first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { why workers { id } } } }`;
const ask = async (why: string, more: object = {}, caller = DISNAKER): Promise<Raw> =>
  (await roster!.ask(QUERY, { why, ...more }, caller)).data.possibleDuplicates;
const found = async (why: string): Promise<string[][]> =>
  (await ask(why)).nodes.map(({ workers }: Raw) => workers.map(({ id }: Raw) => id as string));
const propose = async (who: object, caller = DISHUB): Promise<Raw> =>
  (await roster!.change('proposeWorkers', caller, { rows: [who] })).data.rows[0].worker;
/** The same day of birth, in another district. */
const elsewhere = ({ nik, ...who }: Raw, more: object = {}): Raw => ({
  ...who,
  nik: `327502${(nik as string).slice(6)}`,
  ...more,
});
const correct = (worker: Raw, more: object) =>
  roster!.change('correctRecord', DISNAKER, {
    worker: worker.id,
    version: worker.version,
    why: 'By the card',
    ...more,
  });

describe('records of one NIK', () => {
  it('are what mergeDuplicates takes, and are gone once it has', async () => {
    const who = somebody();
    const [one, other, alone] = [await propose(who), await propose(who, DINSOS), await propose(somebody())];
    expect(await found('SAME_NIK')).toEqual([[one.id, other.id].sort()]);
    expect((await found('SAME_NIK')).flat()).not.toContain(alone.id);
    // They have name and birth date in common as well, which tells nothing more.
    expect(await found('SAME_NAME_AND_BIRTH_DATE')).toEqual([]);
    const merge = { kept: one.id, keptVersion: 1, ended: other.id, endedVersion: 1, why: 'One person' };
    expect((await roster!.change('mergeDuplicates', DISNAKER, merge)).code).toBeUndefined();
    expect(await found('SAME_NIK')).toEqual([]);
  });
});

describe('records of one name and birth date', () => {
  it('are found under several NIK, however the name is written', async () => {
    const who = somebody({ name: 'Siti Nur’aini' });
    const [one, other] = [await propose(who), await propose(elsewhere(who, { name: 'SITI  NUR-AINI.' }))];
    await propose(elsewhere(somebody({ name: 'Siti Nur’aini' })));
    expect(await found('SAME_NAME_AND_BIRTH_DATE')).toEqual([[one.id, other.id].sort()]);
    expect(await found('SAME_NIK')).toEqual([]);
  });

  it('come and go with a correction of the name', async () => {
    const who = somebody({ name: 'Asep' });
    const [one, other] = [await propose(who), await propose(elsewhere(who, { name: 'Asap' }))];
    expect(await found('SAME_NAME_AND_BIRTH_DATE')).toEqual([]);
    const { data } = await correct(other, { name: 'Asep' });
    expect(await found('SAME_NAME_AND_BIRTH_DATE')).toEqual([[one.id, other.id].sort()]);
    await correct(data.worker, { name: 'Asap' });
    expect(await found('SAME_NAME_AND_BIRTH_DATE')).toEqual([]);
  });

  it('that have left are not told', async () => {
    const who = somebody();
    const [one] = [await propose(who), await propose(elsewhere(who))];
    const exit = { worker: one.id, version: 1, reason: 'DIED', why: 'Has died' };
    expect((await roster!.change('exitWorker', DISNAKER, exit)).code).toBeUndefined();
    expect(await found('SAME_NAME_AND_BIRTH_DATE')).toEqual([]);
  });

  it('are found of records that were written without the models, after the next start', async () => {
    const { id } = await bring(roster!, 'PROPOSED', somebody({ name: 'Dedi' }));
    const rows = roster!.store.client.db('sigap_workers').collection<{ _id: string; likeness?: string }>('workers');
    const kept = (await rows.findOne({ _id: id }))!;
    expect(kept.likeness).toMatch(/^lik_[a-z2-7]{26}$/);
    await rows.updateOne({ _id: id }, { $unset: { likeness: 1 } });
    await roster!.restart();
    expect((await rows.findOne({ _id: id }))!.likeness).toBe(kept.likeness);
  });
});

describe('the list', () => {
  it('is paged, each group once', async () => {
    const groups = new Set<string>();
    for (let each = 0; each < 5; each++) {
      const who = somebody();
      groups.add([(await propose(who)).id, (await propose(who, DINSOS)).id].sort().join());
    }
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 3; page++) {
      const { nodes, pageInfo, totalCount }: Raw = await ask('SAME_NIK', { first: 2, after });
      expect(totalCount).toBe(5);
      expect(pageInfo.hasNextPage).toBe(page < 2);
      seen.push(...nodes.map(({ workers }: Raw) => workers.map(({ id }: Raw) => id as string).join()));
      after = pageInfo.endCursor;
    }
    expect(seen.sort()).toEqual([...groups].sort());
  });

  it('shows nothing to another agency, whatever it may decide, and everything to who sees all agencies’ rows', async () => {
    const who = somebody();
    await propose(who);
    await propose(who, DINSOS);
    const caller = { ...DINSOS, scopes: [...DINSOS.scopes, 'worker:decide'] };
    expect(await ask('SAME_NIK', {}, caller)).toMatchObject({ totalCount: 0, nodes: [] });
    const auditor = { ...caller, agency: undefined, scopes: ['person:read', 'person:all-agencies'] };
    expect(await ask('SAME_NIK', {}, auditor)).toMatchObject({ totalCount: 1 });
  });

  it('has five records of a group at most, and the others once these are merged', async () => {
    const who = somebody();
    const ids: string[] = [];
    for (const agency of ['DISHUB', 'DINSOS', 'DISDAGPERIN', 'DISKANAK', 'DISPERKIM', 'SETDA'])
      ids.push((await propose(who, { ...DISHUB, agency })).id);
    const [shown] = await found('SAME_NIK');
    expect(shown).toEqual(ids.sort().slice(0, 5));
  });
});
