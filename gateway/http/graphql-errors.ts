/**
 * Codes of other programs: of graphql-js and Apollo Server for requests that are not valid GraphQL, and of subgraphs' servers for what was
 * thrown in them. This gateway throws none of them by name; docs/errors.md lists them with the others.
 */
import type { ErrorTable } from '../../base/errors.ts';

/** Codes of graphql-js, Apollo Server and subgraphs' servers. */
export const graphqlErrors = {
  GRAPHQL_PARSE_FAILED: {
    status: 400,
    what: 'The text is not GraphQL',
    solve: 'Correct the text at the line and column in locations.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    what: 'The operation does not fit the schema as this caller may use it',
    solve:
      'Compare it with the schema that introspection or the view Query of the page shows for your role; the message names the field, argument or type.',
  },
  INTERNAL_SERVER_ERROR: {
    status: 200,
    what: 'Something was thrown in the subgraph that extensions.service names',
    solve: 'Tell its owner the time and the path; its log says why.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    what: 'The request does not name which operation of the text is to run, or the text has none of that name',
    solve: 'Send operationName with the name of one of its operations.',
  },
} as const satisfies ErrorTable;
