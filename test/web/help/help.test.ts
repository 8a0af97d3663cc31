/** The help page: both languages say the same things, and every link in it opens a valid state. */
import { describe, expect, it } from 'vitest';
import { DATA_SHAPE } from '../../../web/address/data-view.ts';
import { routeOf } from '../../../web/address/route.ts';
import { readState } from '../../../web/address/view-state.ts';
import { choiceOf } from '../../../web/data/choice.ts';
import { en } from '../../../web/help/en.ts';
import { piecesOf, SECTIONS, type HelpText, type Section } from '../../../web/help/help-text.ts';
import { id } from '../../../web/help/id.ts';
import { LINKS, type LinkName } from '../../../web/help/links.ts';
import { QUERY_SHAPE } from '../../../web/query/query-view.ts';
import { OVERVIEW_SHAPE } from '../../../web/overview/view.ts';
import { REGISTRY_SHAPE } from '../../../web/registry/view.ts';

const wordsOf = ({ lead, points, closing }: Section): string[] =>
  [lead, ...points, closing].filter((words) => words !== undefined);
const linksIn = (words: readonly string[]): LinkName[] =>
  words.flatMap((each) => piecesOf(each).flatMap(({ link }) => (link === undefined ? [] : [link])));
const allOf = (text: HelpText): string[] => [text.lead, ...SECTIONS.flatMap((name) => wordsOf(text.sections[name]))];

describe('the help page', () => {
  it('has the same sections in both languages, each as long, with the same links in the same places', () => {
    for (const text of [en, id]) expect(Object.keys(text.sections)).toEqual(SECTIONS);
    for (const name of SECTIONS) {
      const [english, indonesian] = [en.sections[name], id.sections[name]];
      expect(Object.keys(indonesian), name).toEqual(Object.keys(english));
      expect(
        indonesian.points.map((each) => linksIn([each])),
        name,
      ).toEqual(english.points.map((each) => linksIn([each])));
      expect(linksIn(wordsOf(indonesian)), name).toEqual(linksIn(wordsOf(english)));
    }
    expect(id.keys).toHaveLength(en.keys.length);
  });

  it('says nothing twice in one language, and nothing in the other’s words', () => {
    for (const text of [en, id]) expect(new Set(allOf(text)).size).toBe(allOf(text).length);
    for (const words of allOf(en)) expect(allOf(id)).not.toContain(words);
  });

  it('uses every link, and names no other', () => {
    const used = new Set([...linksIn(allOf(en)), ...linksIn(allOf(id))]);
    expect([...used].sort()).toEqual(Object.keys(LINKS).sort());
  });

  it.each(Object.entries(LINKS))('leads to a state that the view has: %s', (_name, href) => {
    const { pathname, search } = new URL(href, 'http://page/');
    const route = routeOf(pathname);
    const shape = {
      overview: OVERVIEW_SHAPE,
      data: DATA_SHAPE,
      query: QUERY_SHAPE,
      help: {},
      registry: REGISTRY_SHAPE,
    }[route];
    const { state, problems } = readState(shape as typeof DATA_SHAPE, search);
    expect(problems).toEqual([]);
    if (route === 'data') expect(choiceOf(state).unfit).toEqual([]);
  });

  it('has the five everyday tasks as links, one a point', () => {
    expect(en.sections.tasks.points.map((each) => piecesOf(each).map(({ link }) => link))).toEqual([
      ['ranked'],
      ['vendors'],
      ['slowest'],
      ['budget'],
      ['twice'],
    ]);
  });
});

describe('words with links', () => {
  it('are read in their order', () => {
    expect(piecesOf('See [Data](data), or [Query](query)')).toEqual([
      { words: 'See ' },
      { words: 'Data', link: 'data' },
      { words: ', or ' },
      { words: 'Query', link: 'query' },
    ]);
  });
});
