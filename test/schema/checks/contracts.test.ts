/** What a candidate does to the contracts: a variant that could not be served any more, and what a variant would show anew. */
import { describe, expect, it } from 'vitest';
import { applyContract } from '../../../schema/registry/contracts/apply-contract.ts';
import type { Contract } from '../../../schema/registry/contracts/contract.ts';
import { findingsOf, HEADER, linesOf, type PairOptions } from './check-pair.ts';

const contract = (more: Partial<Contract>): Contract => ({
  ...{ name: 'public', exclude: [], withoutPersonal: true, withoutGuarded: true, withoutMutations: true },
  ...more,
});
const under = (...contracts: Contract[]): PairOptions => ({
  variantsOf: (sdl) => contracts.map((each) => ({ name: each.name, ...applyContract(sdl, each) })),
});
/** The one field of everybody. */
const OPEN = `${HEADER} type Query { open: Int } type Person @personal { id: ID }`;

describe('contracts, when a candidate is checked', () => {
  it('name what the candidate would show, and nothing where it shows nothing more', async () => {
    const beds = `${HEADER} type Query { clinic(of: ID): Clinic } type Clinic { beds: Int secret: String @authenticated }`;
    const [found] = await findingsOf('CONTRACT/', beds, under(contract({})));
    expect(found).toMatchObject({ rule: 'CONTRACT/SHOWS', severity: 'notice', coordinate: 'public' });
    expect(found!.why).toBe('The variant public would show Clinic.beds, Query.clinic, Query.clinic.of.');
    const guarded = `${HEADER} type Query { secret: String @authenticated }`;
    expect(await linesOf('CONTRACT/', guarded, { ...under(contract({})), published: OPEN })).toEqual([]);
  });

  it('fail a candidate that takes the last field of a variant that is served', async () => {
    const published = `${HEADER} type Query { kept: Int @authenticated }`;
    const options = { ...under(contract({})), published, before: `${HEADER} type Query { beds: Int }` };
    const candidate = `${HEADER} type Query { beds: Int @authenticated }`;
    expect(await linesOf('CONTRACT/', candidate, options)).toEqual(['error CONTRACT/PROBLEM public']);
  });

  it('only warn where the variant is not there yet: the first agency of a graph may have nothing public', async () => {
    const published = `${HEADER} type Query { kept: Int @authenticated }`;
    const options = { ...under(contract({})), published };
    expect(await linesOf('CONTRACT/', `${HEADER} type Query { beds: Int @authenticated }`, options)).toEqual([
      'warning CONTRACT/PROBLEM public',
    ]);
  });

  it('are judged each by itself', async () => {
    const options = under(contract({ include: ['nobody'] }), contract({ name: 'all', withoutGuarded: false }));
    const lines = await linesOf('CONTRACT/', `${HEADER} type Query { beds: Int @authenticated }`, options);
    expect(lines).toEqual(['warning CONTRACT/PROBLEM public', 'notice CONTRACT/SHOWS all']);
  });
});
