import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KOTA_BEKASI } from '../../../subgraphs/city/init-city.ts';
import { agenciesByRole } from '../../../subgraphs/city/agencies-by-role.ts';
import { loadCity, loadedCity } from '../../../subgraphs/city/load-city.ts';
import { readCity } from '../../../subgraphs/city/read-city.ts';
import { startGraph, type SampleGraph } from '../../support/sample.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

let store: TestStore;
let folder: string;
beforeAll(async () => {
  store = await openTestStore();
  folder = mkdtempSync(join(tmpdir(), 'city-'));
  cpSync(KOTA_BEKASI, folder, { recursive: true });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const load = (more: object = {}) => loadCity({ mongodbUri: store.uri, files: readCity(folder), ...more });
const edit = (file: string, from: string, to: string): void =>
  writeFileSync(join(folder, file), readFileSync(join(folder, file), 'utf8').replace(from, to));

const ADDED = {
  cities: 1,
  districts: 12,
  villages: 56,
  agencies: 15,
  published_figures: 10,
  groups: 7,
  programmes: 2,
  budgets: 1,
  contribution_rates: 6,
  reference_villages: 56,
  reference_agencies: 15,
  occupation_words: 56,
};

describe('loading a city', () => {
  it('writes nothing in a dry run, and says what it would', async () => {
    const changes = await load({ dryRun: true });
    expect(Object.fromEntries(changes.map(({ collection, added }) => [collection, added]))).toEqual(ADDED);
    expect(await store.client.db('sigap_agencies').collection('villages').countDocuments()).toBe(0);
    expect(await loadedCity(store.uri)).toBeUndefined();
  });

  it('writes all once, and the second time nothing', async () => {
    expect(Object.fromEntries((await load()).map(({ collection, added }) => [collection, added]))).toEqual(ADDED);
    for (const { collection, added, changed, same } of await load())
      expect([collection, added, changed, same]).toEqual([collection, 0, 0, ADDED[collection as keyof typeof ADDED]]);
    expect(await loadedCity(store.uri)).toEqual({ code: '32.75', name: 'Kota Bekasi', started: false });
    expect(await agenciesByRole(store.uri)).toBe(
      [
        // A verification is answered by the agency that was asked, so each of them can be tried.
        ...['DINSOS', 'DISHUB', 'DISKOPUKM', 'OJOL_1', 'OJOL_2'].map((code) => `verifier=${code}`),
        // The first that verifies, the owner of the roster, and every owner of a group.
        ...['DINSOS', 'BKPSDM', 'DINKES', 'DISDIK', 'DISNAKER', 'DP3A', 'SATPOLPP', 'SETDA'].map(
          (code) => `agency-owner=${code}`,
        ),
        ...['insurer=BPJSTK', 'finance=BPKAD'],
      ].join(),
    );
  });

  it('writes what has changed alone, and leaves what the files no longer have', async () => {
    edit('villages.csv', 'Bekasijaya', 'Bekasi Jaya');
    edit('budgets.csv', '580000000', '600000000');
    edit('agencies.csv', 'OJOL_2,Mitra ojek daring kedua,PARTNER,VERIFIER,,ojol-2@kotabekasi.example\n', '');
    const touched = (await load()).filter(({ changed, unlisted }) => changed > 0 || unlisted.length > 0);
    expect(touched).toEqual([
      { collection: 'villages', added: 0, changed: 1, same: 55, unlisted: [] },
      { collection: 'agencies', added: 0, changed: 0, same: 14, unlisted: ['OJOL_2'] },
      { collection: 'reference_villages', added: 0, changed: 1, same: 55, unlisted: [] },
      { collection: 'budgets', added: 0, changed: 1, same: 0, unlisted: [] },
      { collection: 'reference_villages', added: 0, changed: 1, same: 55, unlisted: [] },
      { collection: 'reference_agencies', added: 0, changed: 0, same: 14, unlisted: ['OJOL_2'] },
    ]);
    expect(await store.client.db('sigap_agencies').collection('agencies').countDocuments()).toBe(15);
  });

  it('writes to the databases that are named alone', async () => {
    edit('groups.csv', 'Kader PKK', 'Kader PKK kelurahan');
    edit('programmes.csv', 'Siap Jaga', 'Siap menjaga');
    expect((await load({ databases: ['groups'] })).map(({ collection }) => collection)).toEqual([
      'groups',
      'reference_villages',
    ]);
    const programme = await store.client.db('sigap_funding').collection('programmes').findOne({ name: /^Siap/ });
    expect(programme).toMatchObject({ name: 'Siap Jaga Pekerja Informal' });
  });

  it('does not make one city of two, nor a city of the sample', async () => {
    const files = readCity(folder);
    const other = { ...files, city: { ...files.city, code: '32.16' } };
    await expect(loadCity({ mongodbUri: store.uri, files: other })).rejects.toMatchObject({ code: 'CITY_OTHER' });
    const about = store.client.db('sigap_groups').collection<{ _id: string }>('about');
    await about.insertOne({ _id: 'sample' });
    await expect(load()).rejects.toMatchObject({ code: 'CITY_OTHER' });
    await about.deleteOne({ _id: 'sample' });
  });
});

describe('a city without people', () => {
  let graph: SampleGraph;
  beforeAll(async () => {
    graph = await startGraph(store.uri);
  }, 60_000);
  afterAll(() => graph.stop());

  it('has its areas, agencies, groups and programmes, and zeros', async () => {
    const { data, errors } = await graph.ask(`{
      city { name participants coverage { total covered byStatus { status total } } groupCounts { total } districts { name coverage { total } } }
      agencies(first: 100) { nodes { code } }
      programmes { code participants }
      doubleFundingCounts { total }
      programme(code: "SIGAP") { reconciliation(year: 2025) { ceiling liability paid shortfall } }
    }`);
    expect(errors).toBeUndefined();
    expect(data.city).toMatchObject({ name: 'Kota Bekasi', participants: 0, coverage: { total: 0, covered: 0 } });
    expect(data.city.districts).toHaveLength(12);
    expect(
      data.city.districts.every((district: { coverage: { total: number } }) => district.coverage.total === 0),
    ).toBe(true);
    expect(data.agencies.nodes).toHaveLength(15);
    expect(data.programmes.map(({ participants }: { participants: number }) => participants)).toEqual([0, 0]);
    expect(data.doubleFundingCounts.total).toBe(0);
    expect(data.programme.reconciliation).toEqual({ ceiling: 600_000_000, liability: 0, paid: 0, shortfall: 0 });
  });
});
