/** Which coordinates documents use of what clients see of a supergraph. */
import { parse, type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { coordinatesUsed } from '../../checks/breaking/coordinates-used.ts';
import { apiSchema } from '../../checks/model/api-schema.ts';

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
  return {
    used: documents.map((document) => [...coordinatesUsed(schema, parse(document, { noLocation: true }))]),
    all: allCoordinates(schema).sort(),
  };
}

function allCoordinates(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => {
      if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`);
      if (isInputObjectType(type)) return Object.keys(type.getFields()).map((field) => `${type.name}.${field}`);
      if (!isObjectType(type) && !isInterfaceType(type)) return [];
      return Object.values(type.getFields()).flatMap(({ name, args }) => [
        `${type.name}.${name}`,
        ...args.map((argument) => `${type.name}.${name}.${argument.name}`),
      ]);
    });
}
