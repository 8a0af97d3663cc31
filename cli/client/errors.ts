/** The codes of `sigap client init`: why it writes nothing. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const clientErrors = {
  CLIENT_FILES: {
    status: 400,
    what: 'Files of a client are there already',
    solve: 'Name another folder, or pass --again: the files that the message names are then written anew.',
  },
  CLIENT_FOLDER: {
    status: 400,
    what: 'The files of a client cannot be written',
    solve: 'Name a folder that you may write in; the message has the reason of the system.',
  },
  CLIENT_GRAPH: {
    status: 404,
    what: 'No graph is at the address',
    solve:
      'Pass --url with the path of the graph, as https://graph.example/graphql: its operator sets it (GRAPHQL_PATH).',
  },
  CLIENT_SCHEMA: {
    status: 502,
    what: 'The graph gives no schema',
    solve:
      'The message says why. /schema.graphql needs the scope schema:introspect, and a gateway of this version; pass --token-file with a token or an API key that may.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes */
export const clientFault = faultsOf(clientErrors);
