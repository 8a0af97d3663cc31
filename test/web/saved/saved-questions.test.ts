/** What a saved question keeps of a view, what is asked of the graph, and what is told of a refusal. */
import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { parse, validate } from 'graphql';
import { createIntl } from 'react-intl';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DATA_SHAPE, type DataState } from '../../../web/address/data-view.ts';
import { readState } from '../../../web/address/view-state.ts';
import { Graph } from '../../../web/graph/graph.ts';
import type { Refusal } from '../../../web/graph/reply.ts';
import { en } from '../../../web/language/en.ts';
import { id as indonesian } from '../../../web/language/id.ts';
import type { Say } from '../../../web/language/say.ts';
import { isKeptByPublishing, move, MOVES, save, type SaveInput } from '../../../web/saved/changes.ts';
import { changedBy, draftOf } from '../../../web/saved/draft.ts';
import { refusalWords } from '../../../web/saved/refusal-words.ts';
import {
  RIGHTS_ASKED,
  savedAsked,
  shelfAsked,
  versionsAsked,
  type SavedQuestion,
} from '../../../web/saved/saved-question.ts';
import { documentView, isAsKept, savedHref, viewOf } from '../../../web/saved/view-of-question.ts';
import { questionErrors } from '../../../subgraphs/agencies/questions/errors.ts';
import { validateContent } from '../../../subgraphs/agencies/questions/question-content.ts';

const ID = '7a0c1d52-3b1e-4c55-9d7e-1f6a2b9c0d01';
const stateOf = (search: string): DataState => readState(DATA_SHAPE, search).state;
const searchOf = (href: string): string => href.slice(href.indexOf('?'));

const VIEW =
  'by=village,month&area=32.75.01.1001&from=2025-10&to=2025-12&measures=total,covered&as=lines&shown=covered&sort=-total&hide=villageCode&freeze=2&grouped=yes';

describe('the view that a saved question keeps', () => {
  it('is opened as it was saved, with the question it came from', () => {
    const state = stateOf(VIEW);
    const href = savedHref(ID, viewOf(state, 'choice'));
    const { state: opened, problems } = readState(DATA_SHAPE, searchOf(href));
    expect(problems).toEqual([]);
    expect(opened).toEqual({ ...state, saved: ID });
    expect(isAsKept(opened, viewOf(state, 'choice'))).toBe(true);
    expect(isAsKept({ ...opened, as: 'table' }, viewOf(state, 'choice'))).toBe(false);
  });

  it('fits what the graph takes', () => {
    const content = { title: 'x', why: 'y', document: '{ city { name } }', variables: '{}' };
    for (const search of ['', VIEW, 'subject=money&by=month&year=2025&programme=SIGAP'])
      expect(() => validateContent({ ...content, view: viewOf(stateOf(search), 'choice') })).not.toThrow();
  });

  it('is the question’s own GraphQL where nothing says that the state is all that is asked', () => {
    for (const view of [null, '{}', 'no JSON', '[]', '{"shows":"other","state":7}', viewOf(stateOf(''), 'document')])
      expect(readState(DATA_SHAPE, searchOf(savedHref(ID, view))).state).toEqual({
        ...stateOf(''),
        saved: ID,
        document: true,
      });
    expect(isAsKept(stateOf(`saved=${ID}&document=yes`), null)).toBe(true);
  });

  it('is kept by the editor where it shows the GraphQL already, and begun anew where it did not', () => {
    const shown = viewOf(stateOf('as=bars&sort=-cost'), 'document');
    expect(JSON.parse(documentView(shown))).toEqual(JSON.parse(shown));
    for (const before of [null, viewOf(stateOf('by=district'), 'choice')])
      expect(JSON.parse(documentView(before))).toEqual({ shows: 'document', state: {} });
  });

  it('names an older version, and cannot name another question', () => {
    const view = JSON.stringify({
      shows: 'choice',
      state: { saved: 'other', question: 'x', version: '9', by: 'district' },
    });
    expect(stateOf(searchOf(savedHref(ID, view, 2)))).toEqual({ ...stateOf('by=district'), saved: ID, version: 2 });
  });

  it('tells of what it does not know, as a bad address does', () => {
    const view = JSON.stringify({ shows: 'choice', state: { by: 'planet', colour: 'red' } });
    const { problems } = readState(DATA_SHAPE, searchOf(savedHref(ID, view)));
    expect(problems.map(({ parameter }) => parameter)).toEqual(['by', 'colour']);
  });
});

describe('what is asked of the graph', () => {
  const schema = Supergraph.build(readFileSync('schema/supergraph.graphql', 'utf8'), { supportedFeatures: null })
    .apiSchema()
    .toGraphQLJSSchema();
  afterEach(() => vi.unstubAllGlobals());

  it('is valid', () => {
    for (const { query } of [shelfAsked('MINE', null), savedAsked(ID), versionsAsked(ID), RIGHTS_ASKED])
      expect(validate(schema, parse(query)), query).toEqual([]);
  });

  const INPUT: SaveInput = { id: ID, version: 0, title: 'x', document: '{ a }', variables: '{}', view: '{}', why: 'y' };

  /** A gateway that gives one answer, and keeps what it was asked. */
  function gateway(answer: object) {
    const asked: { query: string; variables: { input: object } }[] = [];
    vi.stubGlobal('fetch', (_url: string, { body }: { body: string }) => {
      asked.push(JSON.parse(body));
      return Promise.resolve(new Response(JSON.stringify(answer)));
    });
    return { graph: new Graph('/graphql', {}), asked };
  }

  it('is valid for every change, and says what was changed', async () => {
    for (const change of ['saveQuestion', ...MOVES] as const) {
      const { graph, asked } = gateway({ data: { [change]: { id: ID } } });
      const done = await (change === 'saveQuestion' ? save(graph, INPUT) : move(graph, change, INPUT));
      expect(done).toEqual({ kind: 'DONE', id: ID });
      expect(validate(schema, parse(asked[0]!.query)), asked[0]!.query).toEqual([]);
    }
  });

  it('is told as refused, or as not answered', async () => {
    const error = (extensions: object) => ({ message: 'm', path: ['saveQuestion'], extensions });
    const outcomes = [
      [
        error({ code: 'QUESTION_CHANGED', service: 'agencies' }),
        { kind: 'REFUSED', code: 'QUESTION_CHANGED', message: 'm' },
      ],
      [error({ code: 'SUBGRAPH_UNREACHABLE', service: 'agencies' }), { kind: 'INCOMPLETE', subgraphs: ['agencies'] }],
    ] as const;
    for (const [problem, trouble] of outcomes) {
      const { graph } = gateway({ data: { saveQuestion: null }, errors: [problem] });
      expect(await save(graph, INPUT)).toEqual({ kind: 'FAILED', trouble });
    }
    const { graph } = gateway({ data: { saveQuestion: null } });
    expect(await save(graph, INPUT)).toMatchObject({ kind: 'FAILED', trouble: { kind: 'INCOMPLETE' } });
  });
});

describe('a refusal', () => {
  const sayIn = (messages: Record<string, string>): Say => {
    const intl = createIntl({ locale: 'en', messages });
    return (key, values) => intl.formatMessage({ id: key }, values) as string;
  };

  it.each([
    ['en', en],
    ['id', indonesian],
  ])('has a sentence of its own for every code of the graph, in %s', (_language, messages) => {
    const say = sayIn(messages);
    const generic = refusalWords({ kind: 'REFUSED', code: 'OTHER', message: 'm' }, say);
    expect(generic).toContain('OTHER');
    for (const code of Object.keys(questionErrors)) {
      const words = refusalWords({ kind: 'REFUSED', code, message: 'm' }, say);
      expect(words, code).not.toContain(code);
    }
  });

  it('says where the number of a person stands, in the words of the page', () => {
    const refused = (content: object): Refusal => {
      try {
        validateContent({ title: 'x', why: 'y', document: '{ a }', variables: '{}', view: null, ...content });
      } catch (thrown) {
        const { code, message } = thrown as { code: string; message: string };
        return { kind: 'REFUSED', code, message };
      }
      throw new Error('expected a refusal');
    };
    const words = (content: object): string => refusalWords(refused(content), sayIn(en));
    expect(words({ title: 'For 3275010101900001' })).toContain('in the title');
    expect(words({ why: 'For 3275010101900001' })).toContain('in the reason');
    expect(words({ document: '{ a(b: "3275010101900001") }' })).toContain('in the GraphQL');
    expect(words({ title: 'For 3275010101900001' })).not.toContain('3275');
  });
});

describe('a draft', () => {
  const question = { id: ID, shelf: 'AGENCY', mayChange: true } as SavedQuestion;

  it('is a version of the question for whom may change it, unless they say otherwise', () => {
    const draft = draftOf(question);
    expect(draft).toMatchObject({ as: 'VERSION', shelf: 'AGENCY' });
    expect(changedBy(draft, question)).toBe(question);
    expect(changedBy({ ...draft, as: 'NEW' }, question)).toBeUndefined();
  });

  it('is a question of their own for whom may not, also where it was begun in another role', () => {
    const foreign = { ...question, mayChange: false };
    expect(draftOf(foreign)).toMatchObject({ as: 'NEW', shelf: 'MINE' });
    expect(changedBy(draftOf(question), foreign)).toBeUndefined();
    expect(changedBy(draftOf(question), undefined)).toBeUndefined();
  });
});

it('a published question that its author can no longer delete says why', () => {
  expect(isKeptByPublishing({ shelf: 'PUBLISHED', mayDelete: false })).toBe(true);
  expect(isKeptByPublishing({ shelf: 'PUBLISHED', mayDelete: true })).toBe(false);
  expect(isKeptByPublishing({ shelf: 'AGENCY', mayDelete: false })).toBe(false);
});
