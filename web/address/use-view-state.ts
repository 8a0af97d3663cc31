/** A view's state, read from the address and written back to it. */
import { useMemo } from 'react';
import { go, useAddress } from './address.ts';
import { hrefOf } from './route.ts';
import { readState, writeState, type Problem, type Shape } from './view-state.ts';

export interface ViewState<State> {
  readonly state: State;
  /** What in the address was not understood. */
  readonly problems: readonly Problem[];
  /** @param replace leaves no step to go back to */
  readonly change: (part: Partial<State>, options?: { readonly replace?: boolean }) => void;
}

/** @param shape the same object on every render */
export function useViewState<State extends object>(shape: Shape<State>): ViewState<State> {
  const { route, search } = useAddress();
  return useMemo(() => {
    const { state, problems } = readState(shape, search);
    const change: ViewState<State>['change'] = (part, options) =>
      go(hrefOf(route, writeState(shape, { ...state, ...part })), options);
    return { state, problems, change };
  }, [shape, route, search]);
}
