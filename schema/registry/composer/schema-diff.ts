/** What clients see otherwise on one supergraph than on another. */
import { diff } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';
import { apiSchema } from '../../checks/model/api-schema.ts';
import { schemaCoordinates } from '../../checks/model/schema-coordinates.ts';

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
  const [older, newer] = [before, after].map((sdl) => (sdl === '' ? undefined : apiSchema(sdl)));
  const [had, has] = [coordinatesOf(older), coordinatesOf(newer)];
  const changes = older === undefined || newer === undefined ? [] : await diff(older, newer);
  return {
    lost: [...had.difference(has)].sort(),
    gained: [...has.difference(had)].sort(),
    changes: changes.map(({ path = '', message, criticality }) => ({
      coordinate: path,
      message,
      criticality: criticality.level,
    })),
  };
}

/** Types with their fields and values. */
function coordinatesOf(schema: GraphQLSchema | undefined): ReadonlySet<string> {
  if (schema === undefined) return new Set();
  const { types, members } = schemaCoordinates(schema);
  return new Set([...types, ...members]);
}
