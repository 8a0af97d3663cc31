/** The state of this view in the address; never a token. */
import { hrefOf } from '../address/route.ts';
import { oneOf, text, whole, writeState, type Shape } from '../address/view-state.ts';

export const TABS = ['agencies', 'subgraphs', 'history', 'approvals', 'usage'] as const;
export type Tab = (typeof TABS)[number];

export interface RegistryState {
  readonly tab: Tab;
  readonly subgraph: string | null;
  readonly version: number | null;
  /** The version that it is compared with; 0 shows the whole SDL; that before it when left out. */
  readonly against: number | null;
  /** The supergraph whose changes are shown. */
  readonly supergraph: number | null;
  /** Only supergraphs before this one. */
  readonly before: number | null;
  /** Field, argument or enum value whose use is shown. */
  readonly field: string | null;
  readonly days: number | null;
}

const NUMBER = [1, 999_999_999] as const;

/** What a coordinate looks like, as the registry takes it. */
export const COORDINATE = /^\w{1,80}(\.\w{1,80}){0,2}$/;

export const REGISTRY_SHAPE: Shape<RegistryState> = {
  tab: oneOf(TABS, 'agencies'),
  subgraph: text(/^[A-Za-z][\w-]{0,62}$/, 'workers'),
  version: whole(...NUMBER),
  against: whole(0, NUMBER[1]),
  supergraph: whole(...NUMBER),
  before: whole(...NUMBER),
  field: text(COORDINATE, 'Worker.occupation'),
  days: whole(1, 400),
};

export const registryHref = (state: Partial<RegistryState>): string =>
  hrefOf('registry', writeState(REGISTRY_SHAPE, state));
