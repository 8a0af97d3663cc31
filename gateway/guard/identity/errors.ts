/** Refusals of requests whose caller cannot be identified. No message reveals which part of a secret was right. */
import { faultsOf } from '../../../base/errors.ts';

/** Codes of identity, with the HTTP status, the text a client reads and the way out. Listed in docs/errors.md. */
export const identityErrors = {
  BAD_API_KEY: {
    status: 401,
    what: 'The API key is not valid',
    solve:
      'Check that the whole key was sent in x-api-key; a revoked or expired key is replaced by the operator (npm run apikey -- create).',
  },
  BAD_API_KEYS_FILE: {
    status: 500,
    what: 'The file of API keys cannot be used',
    solve: 'Restore it from a copy, or move it away and create the keys again; npm run apikey writes it.',
  },
  BAD_KEY_SET: {
    status: 500,
    what: 'The JSON Web Key Set cannot be used',
    solve:
      'Point JWKS to a URL (https, or http on loopback) or a file that holds {"keys": [...]} with public signature keys.',
  },
  BAD_ROLES_FILE: {
    status: 500,
    what: 'The file of roles cannot be used',
    solve:
      'Correct what the message names; gateway/guard/identity/roles.json is an example, docs/identity.md explains it.',
  },
  BAD_TOKEN: {
    status: 401,
    what: 'The bearer token is not valid',
    solve: 'Get a new access token from the issuer of this gateway; the message names the check that failed.',
  },
  CREDENTIALS_TWICE: {
    status: 400,
    what: 'The request carries two credentials',
    solve: 'Send one: either authorization: Bearer <token>, or x-api-key.',
  },
  IDENTITY_UNAVAILABLE: {
    status: 503,
    what: 'The keys of the token issuer cannot be read at the moment',
    solve:
      'Try again; if the error stays, the operator checks JWKS and the identity provider. API keys and public requests still work.',
  },
  NOT_IN_DEVELOPMENT: {
    status: 500,
    what: 'Development tokens are signed in development only',
    solve: 'Start a gateway for development (npm start), or get a token from your identity provider.',
  },
  TOKEN_EXPIRED: {
    status: 401,
    what: 'The bearer token has expired',
    solve: 'Get a new access token; if it is new, compare the clocks of the client and of this machine.',
  },
  TOKEN_NOT_FOR_US: {
    status: 401,
    what: 'The bearer token was issued by or for another party',
    solve: 'Ask the issuer of this gateway for a token with the audience of this gateway.',
  },
} as const;

/** Makes a CodedError of one of these codes, with a detail for the message. */
export const identityFault = faultsOf(identityErrors);
