/** What a click in the explorer writes for a value that must be given, against the schema of the product. */
import { readFileSync } from 'node:fs';
import { buildASTSchema, getNamedType, isInputObjectType, isRequiredArgument, parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../../web/language/languages.ts';
import { sampleValue } from '../../../web/query/sample-value.ts';

const sdl = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
const schema = buildASTSchema(parse(sdl), { assumeValidSDL: true });

/** Of every field of the graph, each argument that it must have, by `Type.field(argument)`. */
function written(language: Language): Record<string, string> {
  const types = Object.values(schema.getTypeMap()).filter((type) => 'getFields' in type && !type.name.startsWith('__'));
  const entries = types.flatMap((type) =>
    isInputObjectType(type) || !('getFields' in type)
      ? []
      : Object.values(type.getFields()).flatMap((field) =>
          ('args' in field ? field.args : [])
            .filter((argument) => isRequiredArgument(argument) && !isInputObjectType(getNamedType(argument.type)))
            .map((argument) => [
              `${type.name}.${field.name}(${argument.name})`,
              print(sampleValue(argument, getNamedType(argument.type), language)),
            ]),
        ),
  );
  return Object.fromEntries(entries) as Record<string, string>;
}

describe.each(['en', 'id'] as const)('a value that a click writes, %s', (language) => {
  const values = written(language);

  it('is the example of the description, or a month or year of which there are data', () => {
    expect(values).toMatchObject({
      'Query.district(code)': '"32.75.01"',
      'Query.village(code)': '"32.75.01.1001"',
      'Query.agency(code)': '"DINSOS"',
      'Query.programme(code)': '"SIGAP"',
      'Programme.reconciliation(year)': '2025',
      'Programme.liability(from)': '"2025-12"',
    });
  });

  it('is never empty', () => {
    expect(Object.keys(values).length).toBeGreaterThan(15);
    for (const [argument, value] of Object.entries(values)) expect(value, argument).not.toBe('""');
  });
});

it('says in words what is expected where there is no example: no number of a person is made up', () => {
  expect(written('en')).toMatchObject({
    'Query.worker(id)': '"Id of the worker"',
    'Query.personByNik(nik)': '"NIK, 16 digits"',
    'Query.person(token)': '"Token, `psr_` and 26 characters"',
  });
  expect(written('id')).toMatchObject({ 'Query.worker(id)': '"Id pekerja"' });
});
