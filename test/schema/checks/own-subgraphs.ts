import type { CheckInput, OwnedSubgraph } from '../../../schema/checks/check-input.ts';
import { ownServices } from '../../../schema/compose.ts';

/** Our own five subgraphs, with whose they are. */
export const OWN: readonly OwnedSubgraph[] = ownServices();

/** @returns the input of a check of one of our own, changed or as it is */
export function ownInput(name: string, change: (sdl: string) => string = (sdl) => sdl): CheckInput {
  const own = OWN.find((each) => each.name === name)!;
  return {
    ...own,
    sdl: change(own.sdl),
    before: own.sdl,
    others: OWN.filter((each) => each !== own),
    used: [],
    approvals: [],
    lint: {},
    policy: 'privacy',
  };
}
