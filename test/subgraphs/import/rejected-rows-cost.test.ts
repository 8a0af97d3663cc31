/** What reading rejected rows costs: a row is one person, however many cells of it are read. */
import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { getOperationAST, parse } from 'graphql';
import { expect, it } from 'vitest';
import { compileActual } from '../../../gateway/guard/limits/actual-cost.ts';
import { readCostModel } from '../../../gateway/guard/limits/cost-model.ts';

const sdl = readFileSync('schema/supergraph.graphql', 'utf8');

it.each(['rejectedRows', 'rejectedMemberRows'])('%s: a row is one person', (field) => {
  const document = parse(`{ ${field}(job: "Import:x", first: 5) { nodes { line cells { field value } } } }`);
  const schema = Supergraph.build(sdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
  const actual = compileActual(readCostModel(parse(sdl)), { schema, document, operation: getOperationAST(document)! });
  const cells = Array.from({ length: 20 }, (_, at) => ({ field: `f${at}`, value: '*' }));
  const nodes = [2, 3, 4].map((line) => ({ line, cells }));
  expect(actual({ data: () => ({ [field]: { nodes } }) }, {}).persons).toBe(3);
});
