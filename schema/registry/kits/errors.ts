/** The codes of the kits: why `sigap init` writes nothing. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../../base/errors.ts';

/** Every code with its status, what happened and what solves it. */
export const kitErrors = {
  BAD_SUBGRAPH_NAME: {
    status: 400,
    what: 'Not the name of a subgraph',
    solve: 'Name it with 2 to 40 small letters, digits and single dashes, a letter first: health, public-works.',
  },
  BAD_AGENCY_CODE: {
    status: 400,
    what: 'Not the code of an agency',
    solve: 'Write the code as the graph has it, 2 to 30 capitals, digits and underscores: DINKES.',
  },
  UNKNOWN_KIT_LANGUAGE: {
    status: 400,
    what: 'There is no kit in that language',
    solve: 'Take one of the languages that the message names.',
  },
  FOLDER_NOT_EMPTY: {
    status: 400,
    what: 'The folder of the kit is not empty',
    solve: 'Name a new folder with --folder, or empty this one; nothing of it was changed.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes */
export const kitFault = faultsOf(kitErrors);
