import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { resolverTypesOf } from '../../subgraphs/make-resolver-types.ts';
import { SUBGRAPH_NAMES } from '../../subgraphs/names.ts';

it.each(SUBGRAPH_NAMES)(
  'the resolver types of %s follow from its SDL and its parents (npm run types writes them)',
  async (name) => {
    const { file, text } = await resolverTypesOf(name);
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);
