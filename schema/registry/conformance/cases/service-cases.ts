/** What the subgraph is, and which doors it has. */
import { expect, need, type ConformanceCase } from '../conformance-case.ts';
import { sdlDifferences } from '../sdl-differences.ts';
import { codesOf, expectAlive, expectFailure } from './judge.ts';

/** See the file. */
export const serviceCases: readonly ConformanceCase[] = [
  {
    name: 'service-sdl',
    what: 'tells its SDL to its gateway',
    async run(subgraph) {
      const { data, text } = await subgraph.ask('{ _service { sdl } }');
      const sdl = (data?.['_service'] as { sdl?: unknown } | undefined)?.sdl;
      expect(typeof sdl === 'string' && sdl !== '', 'a text at _service.sdl', text);
    },
  },
  {
    name: 'service-sdl-published',
    what: 'serves the SDL that is published for it',
    async run(subgraph) {
      need(subgraph.published !== undefined, 'its published SDL was not given');
      const { data } = await subgraph.ask('{ _service { sdl } }');
      const sdl = String((data?.['_service'] as { sdl?: unknown } | undefined)?.sdl);
      const differences = sdlDifferences(subgraph.published, sdl);
      expect(differences.length === 0, 'the published SDL', differences.slice(0, 3).join('; '));
    },
  },
  { name: 'service-typename', what: 'answers a signed question', run: expectAlive },
  {
    name: 'service-media-type',
    what: 'answers as JSON',
    async run(subgraph) {
      const { headers } = await subgraph.ask('{ __typename }');
      const type = headers['content-type'] ?? 'none';
      expect(/^application\/(graphql-response\+)?json/.test(type), 'application/json', type);
    },
  },
  {
    name: 'service-health',
    what: 'tells at /health that it works, to whoever asks',
    async run(subgraph) {
      const { status } = await subgraph.exchange({ method: 'GET', path: '/health' });
      expect(status === 200, 'status 200 at /health', status);
    },
  },
  {
    name: 'service-other-paths',
    what: 'has no other doors',
    async run(subgraph) {
      for (const path of ['/', '/no-such-path', '/graphiql', '/graphql/schema', '/.env']) {
        if (path === subgraph.url.pathname) continue;
        const { status } = await subgraph.exchange({ method: 'GET', path });
        expect(status >= 400 && status < 500, `a refusal at ${path}`, status);
      }
    },
  },
  {
    name: 'service-get',
    what: 'answers no question in an address, which no signature covers',
    async run(subgraph) {
      const path = `${subgraph.url.pathname}?query=%7B__typename%7D`;
      const answered = await subgraph.exchange({ method: 'GET', path, claims: [subgraph.sign('')] });
      expect(answered.status >= 400 && answered.data == null, 'a refusal', answered.text);
    },
  },
  {
    name: 'introspection-schema',
    what: 'shows its schema to nobody in production',
    async run(subgraph) {
      need(subgraph.options.introspection !== 'on', 'it does not run in production, as was said');
      expectFailure(await subgraph.ask('{ __schema { types { name } } }'));
    },
  },
  {
    name: 'introspection-type',
    what: 'shows no type to anybody in production',
    async run(subgraph) {
      need(subgraph.options.introspection !== 'on', 'it does not run in production, as was said');
      expectFailure(await subgraph.ask('{ __type(name: "Query") { fields { name } } }'));
    },
  },
  {
    name: 'introspection-suggestions',
    what: 'suggests no names of fields in production',
    async run(subgraph) {
      need(subgraph.options.introspection !== 'on', 'it does not run in production, as was said');
      const field = subgraph.facts.roots.find(({ name }) => !name.startsWith('_'));
      need(field !== undefined, 'it has no root field');
      const answered = await subgraph.ask(`{ ${field.name}x }`);
      expect(codesOf(answered).length > 0, 'an error', answered.text);
      expect(!/did you mean/i.test(answered.text), 'no suggestion', answered.text);
    },
  },
];
