/** The docs of the schema, searched in both languages and shown in one. */
import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { docEntries } from '../../../web/query/docs/doc-entries.ts';
import { inOneLanguage } from '../../../web/query/docs/one-language.ts';
import { searchDocs } from '../../../web/query/docs/search-docs.ts';

const SCHEMA = introspectionFromSchema(
  buildSchema(`
    type Query {
      "The city as a whole. / Kota secara keseluruhan."
      city: City
      old: Int @deprecated(reason: "Ask the city. / Tanyakan kota.")
    }
    "A city. / Sebuah kota."
    type City {
      "Workers covered, at the end of a month. / Pekerja terlindungi, pada akhir bulan."
      coverage("Month; the last when left out. / Bulan; yang terakhir bila kosong." month: String): Int
    }
    "Sector of an occupation. / Sektor pekerjaan."
    enum Sector { "Farmers and fishers. / Petani dan nelayan." AGRICULTURE TRADE }
    input Filter { "Living in these districts. / Tinggal di kecamatan ini." districts: [ID!] }
  `),
);
const ENTRIES = docEntries(SCHEMA);
const found = (sought: string): string[] => searchDocs(ENTRIES, sought).map(({ title }) => title);

describe('a search in the docs', () => {
  it.each([
    ['a field, by Indonesian words', 'pekerja terlindungi', 'City.coverage'],
    ['a field, by English words', 'workers covered', 'City.coverage'],
    ['an argument', 'terakhir kosong', 'City.coverage(month:)'],
    ['a value of an enum', 'nelayan', 'Sector.AGRICULTURE'],
    ['a field of an input', 'kecamatan', 'Filter.districts'],
    ['a type', 'sektor pekerjaan', 'Sector'],
    ['whatever the case, and a part of a name', 'AGRI', 'Sector.AGRICULTURE'],
  ])('finds %s', (_what, sought, title) => expect(found(sought)).toContain(title));

  it.each(['audit', 'export', 'ekspor'])('leads an auditor who seeks “%s” to the audit', (sought) => {
    const supergraph = Supergraph.build(readFileSync('schema/supergraph.graphql', 'utf8'), { supportedFeatures: null });
    const entries = docEntries(introspectionFromSchema(supergraph.apiSchema().toGraphQLJSSchema()));
    const titles = searchDocs(entries, sought).map(({ title }) => title);
    expect(titles).toContain(sought === 'audit' ? 'Query.accessLog' : 'Access.operation');
    if (sought === 'audit') expect(titles).toContain('Query.personAccessLog');
  });

  it('has a name before a description, and a word before a part of one', () => {
    expect(found('city')[0]).toBe('City');
    expect(found('kota').slice(0, 2)).toEqual(['City', 'Query.city']);
    expect(found('month')).toEqual(['City.coverage(month:)', 'City.coverage']);
  });

  it('wants every word, finds nothing for none, and leaves out the types of introspection', () => {
    expect(found('pekerja fishers')).toEqual([]);
    expect(found('  ')).toEqual([]);
    expect(ENTRIES.some(({ type }) => type.startsWith('__'))).toBe(false);
  });
});

describe('the schema in one language', () => {
  it('has that language alone, at every depth', () => {
    const text = JSON.stringify(inOneLanguage(SCHEMA, 'id'));
    expect(text).toContain('Pekerja terlindungi, pada akhir bulan.');
    expect(text).toContain('Tanyakan kota.');
    expect(text).not.toMatch(/Workers covered|Ask the city|Farmers/);
    expect(JSON.stringify(inOneLanguage(SCHEMA, 'en'))).not.toMatch(/Pekerja|nelayan/);
  });

  it('keeps its names and leaves the one it was made from as it is', () => {
    const before = JSON.stringify(SCHEMA);
    const names = (schema: typeof SCHEMA): string[] => docEntries(schema).map(({ title }) => title);
    expect(names(inOneLanguage(SCHEMA, 'id'))).toEqual(names(SCHEMA));
    expect(JSON.stringify(SCHEMA)).toBe(before);
  });
});
