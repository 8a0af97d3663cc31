import { expect, it } from 'vitest';
import { ROUTES } from '../../schema/compose.ts';
import { subgraphErrors } from '../../subgraphs/errors.ts';
import { startSubgraph, SUBGRAPHS } from '../../subgraphs/serve.ts';

it('an unknown subgraph is refused with the names of all subgraphs', async () => {
  const names = SUBGRAPHS.map(({ name }) => name);
  expect(names.toSorted()).toEqual(Object.keys(ROUTES).sort());
  expect(subgraphErrors.UNKNOWN_SUBGRAPH.solve).toBe(`Name one of ${names.join(', ')}.`);
  await expect(startSubgraph('auditt', { mongodbUri: 'mongodb://127.0.0.1:1' })).rejects.toThrow(
    `expected one of ${names.join(', ')}, got "auditt"`,
  );
});
