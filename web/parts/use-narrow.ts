import { mediaHook } from './media.ts';

/** Whether the page is as narrow as a telephone. */
export const useNarrow = mediaHook('(max-width: 640px)');
