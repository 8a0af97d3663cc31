/**
 * What a saved question keeps of the view: the state of its address, and whether the view asks by its state or by the question's own
 * GraphQL. It is written and read as an address is, so that a question that holds more than this page knows is told of as a bad link is.
 */
import { DATA_SHAPE, type DataState } from '../address/data-view.ts';
import { hrefOf } from '../address/route.ts';
import { writeState } from '../address/view-state.ts';

/** `choice`: the state says all that is asked. `document`: the question's GraphQL is asked as it stands. */
type Shows = 'choice' | 'document';

interface KeptView {
  readonly shows: Shows;
  /** Parameters of the address. */
  readonly state: Readonly<Record<string, string>>;
}

/** Parameters that say which question is shown, and so are none of its content. */
const WHICH = ['question', 'saved', 'version', 'document'] as const;

/** @returns JSON for `SavedQuestion.view` */
export function viewOf(state: DataState, shows: Shows): string {
  const search = new URLSearchParams(writeState(DATA_SHAPE, state));
  for (const name of WHICH) search.delete(name);
  return JSON.stringify({ shows, state: Object.fromEntries(search) });
}

/** @returns JSON of a view that asks the question's GraphQL, shown as it was where it was asked so before */
export function documentView(before: string | null): string {
  const { shows, state } = viewIn(before);
  return JSON.stringify({ shows: 'document', state: shows === 'document' ? state : {} });
}

/** @returns the address at which a question is opened @param version of an older one */
export function savedHref(id: string, view: string | null, version?: number): string {
  const { shows, state } = viewIn(view);
  const search = new URLSearchParams(Object.entries(state));
  for (const name of WHICH) search.delete(name);
  search.set('saved', id);
  if (version !== undefined) search.set('version', String(version));
  if (shows === 'document') search.set('document', 'yes');
  return hrefOf('data', search.toString());
}

/** Whether the view shows what the question keeps. */
export const isAsKept = (state: DataState, kept: string | null): boolean =>
  canonical(viewOf(state, viewIn(kept).shows)) === canonical(kept);

const canonical = (view: string | null): string => {
  const { shows, state } = viewIn(view);
  return JSON.stringify([shows, Object.entries(state).sort()]);
};

/** A view of another page, or of none, says nothing here: then the question's GraphQL is what there is. */
function viewIn(text: string | null): KeptView {
  const { shows, state } = objectIn(text) as Partial<Record<keyof KeptView, unknown>>;
  const texts = Object.entries(typeof state === 'object' && state !== null ? state : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { shows: shows === 'choice' ? shows : 'document', state: Object.fromEntries(texts) };
}

function objectIn(text: string | null): object {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
