/** Which coordinates documents use of what clients see of a supergraph. */
import { parse } from 'graphql';
import { coordinatesUsed } from '../../checks/breaking/coordinates-used.ts';
import { apiSchema } from '../../checks/model/api-schema.ts';
import { schemaCoordinates } from '../../checks/model/schema-coordinates.ts';

/** Answers of the thread. */
export interface UsedCoordinates {
  /** Of each document, in their order. */
  readonly used: readonly (readonly string[])[];
  /** All that there are, sorted: fields, arguments, input fields and enum values. */
  readonly all: readonly string[];
}

/** @param sdl of a supergraph; empty: no graph */
export function usedCoordinates(sdl: string, documents: readonly string[]): UsedCoordinates {
  if (sdl === '') return { used: documents.map(() => []), all: [] };
  const schema = apiSchema(sdl);
  const { members, arguments: args } = schemaCoordinates(schema);
  return {
    used: documents.map((document) => [...coordinatesUsed(schema, parse(document, { noLocation: true }))]),
    all: [...members, ...args].sort(),
  };
}
