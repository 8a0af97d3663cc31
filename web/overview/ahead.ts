/**
 * What the overview asks first, for the page to ask while the code of the view is still on its way. No more than this one: a browser
 * has six connections to a host, and the code needs them too.
 */
import type { Asked } from '../graph/ask.ts';
import { FIGURES } from './questions.ts';

export const AHEAD: readonly Asked[] = [{ query: FIGURES }];
