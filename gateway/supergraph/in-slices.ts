/**
 * Parses, prints and builds a supergraph in time slices, so that requests are handled in between. In one piece, graphql-js takes some
 * 50 ms to parse a supergraph of 20,000 fields, 150 ms to print it and 100 ms to build its schema.
 */
import {
  GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  Lexer,
  parse,
  print,
  Source,
  specifiedDirectives,
  TokenKind,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLNamedType,
} from 'graphql';
// The part of `buildASTSchema` that makes the types. Their fields are made on first use; `GraphQLSchema` would use all of them at once.
import { extendSchemaImpl } from 'graphql/utilities/extendSchema.js';
import { TimeSlices, type SliceScheduler } from '../../base/time-slices.ts';

/** Parses SDL. @throws GraphQLError as `parse` does; in a long text the line it names is not the right one */
export async function parseInSlices(text: string, scheduler: SliceScheduler): Promise<DocumentNode> {
  const definitions: DefinitionNode[] = [];
  const slices = new TimeSlices(scheduler);
  for (const piece of piecesOf(text)) {
    definitions.push(...parse(piece, { noLocation: true }).definitions);
    if (slices.over) await slices.next();
  }
  return { kind: Kind.DOCUMENT, definitions };
}

/** Prints a document as `print` does. */
export async function printInSlices({ definitions }: DocumentNode, scheduler: SliceScheduler): Promise<string> {
  const texts: string[] = [];
  const slices = new TimeSlices(scheduler);
  for (const definition of definitions) {
    texts.push(print(definition));
    if (slices.over) await slices.next();
  }
  return texts.join('\n\n');
}

/** Builds a schema as `buildASTSchema` does. @param document of a schema that is known to be valid */
export async function buildSchemaInSlices(document: DocumentNode, scheduler: SliceScheduler): Promise<GraphQLSchema> {
  const slices = new TimeSlices(scheduler);
  const config = extendSchemaImpl(
    { description: undefined, types: [], directives: [], extensions: {}, extensionASTNodes: [], assumeValid: true },
    document,
    { assumeValid: true, assumeValidSDL: true },
  );
  for (const type of config.types) {
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) type.getFields();
    if (slices.over) await slices.next();
  }
  const own = new Set(config.directives.map(({ name }) => name));
  const directives = [...config.directives, ...specifiedDirectives.filter(({ name }) => !own.has(name))];
  return new GraphQLSchema({ ...config, ...(config.astNode == null && rootsByName(config.types)), directives });
}

/** Without a schema definition the root types are those with the usual names. */
function rootsByName(types: readonly GraphQLNamedType[]) {
  const named = (name: string) => types.filter(isObjectType).find((type) => type.name === name);
  return { query: named('Query'), mutation: named('Mutation'), subscription: named('Subscription') };
}

/** Splits a long text into pieces of whole definitions: a closing brace at the top level ends one. */
function* piecesOf(text: string): Generator<string> {
  const lexer = new Lexer(new Source(text));
  let start = 0;
  let open = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (OPENING.has(token.kind)) open++;
    if (!CLOSING.has(token.kind) || --open > 0 || token.kind !== TokenKind.BRACE_R || token.end - start < PIECE)
      continue;
    yield text.slice(start, token.end);
    start = token.end;
  }
  if (start === 0 || text.slice(start).trim() !== '') yield text.slice(start);
}

/** The least length of a piece, characters: parsing one takes some 100 µs. */
const PIECE = 5_000;
const OPENING = new Set<string>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING = new Set<string>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);
