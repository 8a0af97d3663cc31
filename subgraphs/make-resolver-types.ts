/**
 * `npm run types`: from the SDL of each subgraph the types of its resolvers, written to `<agency>/resolver-types.ts`. What stands
 * behind a type of the graph is named by the agency itself, in the interface of its `parents.ts` (`FundingParents`); a type that is not
 * named there has the shape it has in the graph.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { buildASTSchema, concatAST, parse, visit, type DocumentNode } from 'graphql';
import ts from 'typescript';
import { SUBGRAPH_NAMES, type SubgraphName } from './names.ts';

/** One generated file: where it is and what it must hold. */
export interface ResolverTypes {
  readonly file: URL;
  readonly text: string;
}

/** What a resolver receives for a scalar of the graph, and what it may return. `data/scalars.ts` holds to it. */
const SCALARS = {
  ID: 'string',
  Date: 'string',
  DateTime: { input: 'Date', output: 'string | Date' },
  Period: 'string',
  Nik: 'string',
  Rupiah: { input: 'bigint', output: 'RupiahLike' },
  GeoJSON: { input: 'never', output: 'Geometry' },
};

const HEAD = `// Written by \`npm run types\` from schema/NAME.graphql: change that, or parents.ts, and run it again.
import type { Geometry, RupiahLike } from '../data/scalars.ts';
import type { AGENCYContext } from './context.ts';
import type { AGENCYParents } from './parents.ts';
`;

/** `FundingContext`, `FundingParents`: each agency names its own, so that a name stands for one thing in the tree. */
const inPascalCase = (name: SubgraphName): string => `${name[0]!.toUpperCase()}${name.slice(1)}`;

const here = (path: string): URL => new URL(path, import.meta.url);

/** @returns the types of one subgraph's resolvers, as its file must hold them */
export async function resolverTypesOf(name: SubgraphName): Promise<ResolverTypes> {
  const schema = forResolvers(parse(readFileSync(here(`../schema/${name}.graphql`), 'utf8')));
  const file = here(`${name}/resolver-types.ts`);
  const text = await codegen({
    filename: file.pathname,
    documents: [],
    schema,
    schemaAst: buildASTSchema(schema),
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers: typescriptResolvers },
    config: {
      federation: true,
      contextType: `${inPascalCase(name)}Context`,
      mappers: Object.fromEntries(parentsOf(name).map((type) => [type, `${inPascalCase(name)}Parents['${type}']`])),
      scalars: SCALARS,
      strictScalars: true,
      makeResolverTypeCallable: true,
      useTypeImports: true,
      enumsAsTypes: true,
      immutableTypes: true,
      skipTypename: true,
      disableDescriptions: true,
    },
  });
  return { file, text: `${HEAD.replace('NAME', name).replaceAll('AGENCY', inPascalCase(name))}\n${text.trim()}\n` };
}

/** The federation's directives that decide what a resolver receives; all others mean nothing to resolvers. */
const FEDERATION = parse(`
  directive @key(fields: String!, resolvable: Boolean) repeatable on OBJECT
  directive @external on OBJECT | FIELD_DEFINITION
  directive @requires(fields: String!) on FIELD_DEFINITION
  directive @provides(fields: String!) on FIELD_DEFINITION`);
const MEANINGFUL = new Set(['key', 'external', 'requires', 'provides']);

function forResolvers(sdl: DocumentNode): DocumentNode {
  const bare = visit(sdl, {
    SchemaExtension: () => null,
    DirectiveDefinition: () => null,
    Directive: ({ name }) => (MEANINGFUL.has(name.value) ? undefined : null),
    // Types of directives' arguments.
    EnumTypeDefinition: ({ name }) => (name.value.includes('__') ? null : undefined),
  });
  return concatAST([FEDERATION, bare]);
}

/** @returns the types of the graph for which `parents.ts` names what stands behind them */
function parentsOf(name: SubgraphName): string[] {
  const path = here(`${name}/parents.ts`);
  const source = ts.createSourceFile(path.pathname, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext);
  const parents = source.statements.find(
    (one): one is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(one) && one.name.text === `${inPascalCase(name)}Parents`,
  );
  return (parents?.members ?? []).map((member) => (member.name as ts.Identifier).text);
}

if (import.meta.main) {
  for (const name of SUBGRAPH_NAMES) {
    const { file, text } = await resolverTypesOf(name);
    writeFileSync(file, text);
  }
}
