/** What clients see otherwise on one supergraph than on another. */
import { Supergraph } from '@apollo/federation-internals';
import { diff } from '@graphql-inspector/core';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

/** The difference of two schemas as clients see them. */
export interface SchemaDiff {
  /** Types, fields and enum values that are gone, sorted. */
  readonly lost: readonly string[];
  /** Those that are new, sorted. */
  readonly gained: readonly string[];
  /** Every change in words, by graphql-inspector. */
  readonly changes: readonly {
    readonly coordinate: string;
    readonly message: string;
    readonly criticality: 'BREAKING' | 'DANGEROUS' | 'NON_BREAKING';
  }[];
}

/** @param before a composed supergraph; empty: no graph @param after another one */
export async function schemaDiff(before: string, after: string): Promise<SchemaDiff> {
  const [older, newer] = [apiSchema(before), apiSchema(after)];
  const [had, has] = [coordinatesOf(older), coordinatesOf(newer)];
  const changes = older === undefined || newer === undefined ? [] : await diff(older, newer);
  return {
    lost: had.filter((each) => !has.includes(each)).sort(),
    gained: has.filter((each) => !had.includes(each)).sort(),
    changes: changes.map(({ path = '', message, criticality }) => ({
      coordinate: path,
      message,
      criticality: criticality.level,
    })),
  };
}

function coordinatesOf(schema: GraphQLSchema | undefined): string[] {
  return Object.values(schema?.getTypeMap() ?? {})
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => {
      if (isEnumType(type)) return [type.name, ...type.getValues().map(({ name }) => `${type.name}.${name}`)];
      if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
        return [type.name, ...Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)];
      return [type.name];
    });
}

function apiSchema(sdl: string): GraphQLSchema | undefined {
  if (sdl === '') return undefined;
  return Supergraph.build(sdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
}
