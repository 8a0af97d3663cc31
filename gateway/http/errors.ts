/** Errors of the HTTP stage, and of what bounds a request as a whole. */
import { faultsOf } from '../../base/errors.ts';

/** Codes of the HTTP stage. */
export const httpErrors = {
  BAD_HTTP: {
    status: 400,
    what: 'The request is not HTTP',
    solve: 'Send HTTP/1.1 or HTTP/2, and no control characters in headers; the message has the code of the parser.',
  },
  BAD_JSON: {
    status: 400,
    what: 'The body is not JSON',
    solve: 'Send a JSON object with a "query", encoded in UTF-8.',
  },
  BAD_REQUEST: {
    status: 400,
    what: 'The request is not a GraphQL request over HTTP',
    solve: 'Send {"query": "…", "variables": {…}, "operationName": "…"}; the message says which part does not fit.',
  },
  BAD_TEXT: {
    status: 400,
    what: 'The request holds text that is no text',
    solve: 'Send well-formed Unicode: no lone surrogates and no NUL.',
  },
  BATCH_REFUSED: {
    status: 400,
    what: 'The body lists more operations than this gateway takes at once',
    solve: 'Send each operation in a request of its own; the operator sets MAX_BATCH.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    what: 'The body is larger than this gateway takes',
    solve: 'Send less, or use a persisted operation; the operator sets MAX_BODY.',
  },
  CONTENT_ENCODING: {
    status: 415,
    what: 'The body is compressed in a way this gateway does not read',
    solve: 'Send one of the encodings that the header Accept-Encoding of the answer lists, or none.',
  },
  CONTENT_TYPE: {
    status: 415,
    what: 'The content type is not one this gateway reads',
    solve: 'Send content-type: application/json.',
  },
  CROSS_SITE_GET: {
    status: 400,
    what: 'This GET may have been sent by a page of another site',
    solve:
      'Send the header apollo-require-preflight with any value, or an accept that names application/json, or use POST. For pages of other sites the operator sets CORS_ORIGINS.',
  },
  EXPLORER_ONLY: {
    status: 403,
    what: "Tokens for trying out are given to the gateway's own page only",
    solve: 'Open the page at an address of the gateway itself; for a token of your own use npm run token.',
  },
  FORWARDED_REFUSED: {
    status: 400,
    what: 'The headers of a trusted proxy do not say who the client is',
    solve:
      'The operator has the outermost proxy write one of Forwarded and X-Forwarded-For, and drop the other and what clients send of either.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    what: 'The URL and the headers are larger than this gateway takes',
    solve:
      'Send fewer or shorter headers: with the URL they may have 16 KB. A long operation goes by POST, in the body.',
  },
  HOST_REFUSED: {
    status: 421,
    what: 'The request names a host that is not this gateway',
    solve:
      'Ask it by a name of its own; the operator adds names it is reached by, and those its proxy sends, to HOSTS.',
  },
  JSON_TOO_DEEP: {
    status: 400,
    what: 'The JSON is nested deeper than this gateway reads',
    solve: 'Send flatter variables; the operator sets MAX_JSON_DEPTH.',
  },
  METHOD: {
    status: 405,
    what: 'The method is not offered here',
    solve: 'Use POST for GraphQL; GET and HEAD serve queries only.',
  },
  NOT_ACCEPTABLE: {
    status: 406,
    what: 'The answer is JSON, which the client does not take',
    solve: 'Send accept: application/json or application/graphql-response+json, or leave it out.',
  },
  NOT_FOUND: {
    status: 404,
    what: 'Nothing is served at this path',
    solve:
      'GraphQL is at /graphql unless the operator sets GRAPHQL_PATH, its schema at /schema.graphql, the page at /, health at /health/live, /health/ready and, for operators, /health/subgraphs.',
  },
  NUMBER_UNSAFE: {
    status: 400,
    what: 'A number in the request is larger than any reader takes',
    solve: 'Send numbers within the range of a double, about 1.8e308; within it every digit is kept.',
  },
  ORIGIN_REFUSED: {
    status: 403,
    what: 'Pages of this origin may not ask here',
    solve: 'The operator adds the origin to CORS_ORIGINS.',
  },
  OVERLOADED: {
    status: 503,
    what: 'The gateway has as much under way as it takes',
    solve:
      'Wait the seconds that retryAfter and the header Retry-After say, or request less at once; no subgraph has been called.',
  },
  QUESTIONS_UNREADABLE: {
    status: 500,
    what: 'The ready questions cannot be read',
    solve: 'Point --operations or OPERATIONS at a folder of .graphql files, or leave it out.',
  },
  REQUEST_ABANDONED: {
    status: 499,
    what: 'The answer was no longer wanted',
    solve: 'Nothing is wrong: the client went away, and the work on its query ended.',
  },
  REQUEST_TIMEOUT: {
    status: 504,
    what: 'The answer was not ready in time',
    solve:
      'Ask for less, or try again; the operator sets REQUEST_TIMEOUT. A mutation goes on: look whether it was carried out before sending it again.',
  },
  REQUEST_UNFINISHED: {
    status: 408,
    what: 'The request was not sent whole in time',
    solve: 'Send it again on a line that is quick enough; the operator sets BODY_TIMEOUT.',
  },
} as const;

/** Makes an error with one of these codes. */
export const httpFault = faultsOf(httpErrors);
