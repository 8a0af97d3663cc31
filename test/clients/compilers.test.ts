/** Programs that read the schema and check or generate from it: Relay's compiler, GraphQL Code Generator, gql.tada, graphql-eslint. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { generate } from '@graphql-codegen/cli';
import { configs, parser, rules } from '@graphql-eslint/eslint-plugin';
import { Linter } from 'eslint';
import { request } from 'graphql-request';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILL_MS } from '../support/sample.ts';
import { startClientsGraph, type ClientsGraph } from './clients-graph.ts';
import { COMPILER_OPTIONS } from './compiler-options.ts';

let graph: ClientsGraph;
beforeAll(async () => (graph = await startClientsGraph()), FILL_MS);
afterAll(() => graph?.stop());

/** Writes a file of the project. @returns its path */
function written(path: string, text: string): string {
  const whole = join(graph.project, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, text);
  return whole;
}

describe("Relay's compiler", () => {
  const SOURCE = `
import { graphql } from 'relay-runtime';
export const query = graphql\`
  query villagesQuery($first: Int!, $after: String) { ...villagesList @arguments(first: $first, after: $after) }
\`;
export const list = graphql\`
  fragment villagesList on Query
  @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" })
  @refetchable(queryName: "villagesPageQuery") {
    villages(first: $first, after: $after) @connection(key: "list_villages") {
      edges { node { ...villagesRow } }
    }
  }
\`;
export const row = graphql\`fragment villagesRow on Village { name coverage { covered basis { month } } }\`;
export const one = graphql\`
  fragment villagesOne on Village @refetchable(queryName: "villagesOneQuery") { name population }
\`;
`;
  interface Page {
    readonly villages: {
      readonly edges: readonly { readonly node: { readonly id: string; readonly name: string } }[];
      readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
    };
  }

  it('compiles a fragment and a connection, and what it generates is answered page by page', async () => {
    written('relay/villages.js', SOURCE);
    written(
      'relay.config.json',
      JSON.stringify({ src: 'relay', schema: 'graph/schema.graphql', language: 'javascript', eagerEsModules: true }),
    );
    await graph.program('relay-compiler', 'relay.config.json');
    const path = join(graph.project, 'relay/__generated__/villagesPageQuery.graphql.js');
    const { default: made } = (await import(path)) as { default: { params: { text: string } } };
    const page = (after: string | null) => request<Page>(graph.url, made.params.text, { first: 3, after });
    const { villages: first } = await page(null);
    const { villages: second } = await page(first.pageInfo.endCursor);
    const ids = [...first.edges, ...second.edges].map(({ node }) => node.id);
    expect(new Set(ids).size).toBe(6);
    expect(first.pageInfo.hasNextPage).toBe(true);
  });

  it('compiles a fragment of one area that is asked for again by its id, and it is answered', async () => {
    const path = join(graph.project, 'relay/__generated__/villagesOneQuery.graphql.js');
    const { default: made } = (await import(path)) as { default: { params: { text: string } } };
    expect(made.params.text).toContain('node(id: $id)');
    const { node } = await request<{ node: unknown }>(graph.url, made.params.text, { id: 'Village:32.75.01.1001' });
    expect(node).toEqual({
      __typename: 'Village',
      id: 'Village:32.75.01.1001',
      name: expect.any(String),
      population: expect.any(Number),
    });
  });
});

describe('GraphQL Code Generator, its client preset', () => {
  const DOCUMENT = 'query Participants { city { id participants } programme(code: "SIGAP") { id participants } }';
  type Participants = TypedDocumentNode<{ readonly city: { readonly participants: number } | null }, object>;

  const generatedFrom = async (name: string, schema: string): Promise<string> => {
    await generate(
      {
        schema,
        silent: true,
        documents: written(`${name}/participants.graphql`, DOCUMENT),
        generates: {
          [`${join(graph.project, name, 'generated')}/`]: { preset: 'client', config: { useTypeImports: true } },
        },
      },
      true,
    );
    return join(graph.project, name, 'generated/graphql.ts');
  };

  it('generates the same by introspection and from /schema.graphql, and it is answered', async () => {
    const introspected = await generatedFrom('introspected', graph.url);
    const fetched = await generatedFrom('fetched', graph.schemaUrl);
    expect(readFileSync(introspected, 'utf8')).toBe(readFileSync(fetched, 'utf8'));
    const { ParticipantsDocument } = (await import(fetched)) as { ParticipantsDocument: Participants };
    const { city } = await request(graph.url, ParticipantsDocument, {});
    expect(city?.participants).toBe(54_666);
  });
});

describe('gql.tada', () => {
  const QUESTION = `
import { initGraphQLTada, type ResultOf } from 'gql.tada';
import type { introspection } from './graphql-env.d.ts';
const graphql = initGraphQLTada<{ introspection: introspection; scalars: { Rupiah: number; Period: string } }>();
const question = graphql('query { district(code: "32.75.01") { name coverage { covered } } }');
export type District = NonNullable<ResultOf<typeof question>['district']>;
export const right: District = { name: 'Bekasi Timur', coverage: { covered: 12 } };
`;
  const WRONG = `
import type { District } from './question.ts';
export const wrong: District = { name: 'Bekasi Timur', coverage: { covered: 'twelve' } };
`;
  const compilerOptions = {
    ...COMPILER_OPTIONS,
    types: [],
    plugins: [
      { name: 'gql.tada/ts-plugin', schema: './served.graphql', tadaOutputLocation: './tada/graphql-env.d.ts' },
    ],
  };

  it('introspects, generates, and types a question', async () => {
    written('tsconfig.json', JSON.stringify({ compilerOptions, include: ['tada'] }));
    await graph.program('gql.tada', 'generate-schema', graph.url, '--output', 'served.graphql');
    await graph.program('gql.tada', 'generate-output');
    written('tada/question.ts', QUESTION);
    await graph.program('tsc', '-p', '.');
    written('tada/wrong.ts', WRONG);
    await expect(graph.program('tsc', '-p', '.')).rejects.toMatchObject({
      stdout: expect.stringMatching(
        /^tada\/wrong\.ts\(3,\d+\): error TS2322: Type 'string' is not assignable to type 'number'/,
      ) as string,
    });
  });
});

describe('graphql-eslint', () => {
  const lint = (name: string, text: string) => {
    const path = written(`lint/${name}`, text);
    return new Linter({ cwd: graph.project }).verify(
      text,
      [
        {
          files: ['**/*.graphql'],
          plugins: { '@graphql-eslint': { rules } },
          languageOptions: {
            parser,
            parserOptions: { graphQLConfig: { schema: join(graph.project, 'graph/schema.graphql'), documents: path } },
          },
          rules: configs['flat/operations-recommended'].rules,
        },
      ] as Linter.Config[],
      { filename: path },
    );
  };

  it('finds nothing in a question that fits, and the field that does not', () => {
    const question = readFileSync(join(graph.project, 'graph/coverage-by-district.graphql'), 'utf8');
    expect(lint('fits.graphql', question)).toEqual([]);
    expect(lint('misfits.graphql', question.replace('coverageRate', 'coveredRate'))).toMatchObject([
      {
        ruleId: '@graphql-eslint/fields-on-correct-type',
        message: expect.stringContaining('Cannot query field "coveredRate" on type "Coverage"') as string,
      },
    ]);
  });
});
