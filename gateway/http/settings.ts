/** Options of the HTTP stage. */
import { z } from 'zod';
import { hostNameOf } from '../../base/host-name.ts';
import { commaList, commaSeparated, onOff, wholeNumber, type SettingTable } from '../../base/settings.ts';
import { isOriginRule } from './cross-origin.ts';
import { networkParts } from './trusted-proxies.ts';

const isBareName = (name: string): boolean =>
  /^([a-z\d._-]+|\[.+\])$/.test(hostNameOf(name) ?? '') && !/:\d*$/.test(name.replace(/^\[.*\]/, ''));

/** A name has no port: behind a proxy the port in `Host` may be another one than the gateway's. */
const hostNames = commaList()
  .refine((names) => names.every(isBareName), 'expected names with commas between, without http:// and port')
  .transform((names) => names.map((name) => hostNameOf(name)!));

const origins = commaList().pipe(
  z.array(
    z
      .string()
      .refine(isOriginRule, 'expected *, or origins such as https://dashboard.example and https://*.example.go.id'),
  ),
);

const headerNames = commaList()
  .refine((names) => names.every((name) => /^[\w-]+$/.test(name)), 'expected names of headers with commas between')
  .transform((names) => names.map((name) => name.toLowerCase()));

const trustedProxies = z
  .string()
  .default('')
  .refine(
    (text) => /^\s*([0-9]|[12]\d|3[0-2])\s*$/.test(text) || commaSeparated(text).every((one) => networkParts(one)),
    'expected addresses and networks with commas between, such as 10.0.0.7,10.1.0.0/16,2001:db8::/32, or a number of proxies from 0 to 32',
  )
  .transform((text) =>
    /^\s*\d+\s*$/.test(text) ? { hops: Number(text), networks: [] } : { hops: 0, networks: commaSeparated(text) },
  );

/** What the gateway serves beside the graph. */
const PATHS_TAKEN = /^\/(?:health|explorer|assets|data|query|help|registry|schema\.graphql)(?:\/|$)/;

/** Options of the HTTP stage. */
export const httpSettings = {
  port: {
    env: 'PORT',
    flag: '--port <number>',
    schema: wholeNumber(0, 65_535, 4000),
    unit: 'TCP port',
    what: 'Where the gateway listens; 0 takes a free one.',
  },
  host: {
    env: 'HOST',
    flag: '--host <address>',
    schema: z.string().default('127.0.0.1'),
    unit: 'address',
    what: 'The address the gateway listens on.',
  },
  hosts: {
    env: 'HOSTS',
    flag: '--hosts <names>',
    schema: hostNames,
    unit: 'names, comma between',
    what: 'Names the gateway answers to in the header Host, beside localhost, loopback addresses, HOST and the address that was connected to; others get 421.',
  },
  trustedProxies: {
    env: 'TRUSTED_PROXIES',
    flag: '--trusted-proxies <addresses>',
    schema: trustedProxies,
    unit: 'addresses, networks or a number',
    what: 'Proxies in front whose headers Forwarded and X-Forwarded-For say who the client is, by address and network (10.0.0.7,10.1.0.0/16) or, where nobody but they can connect, by how many there are in a row. By default none: the client is who is connected, and all behind one proxy share the budget of one.',
  },
  graphqlPath: {
    env: 'GRAPHQL_PATH',
    flag: '--graphql-path <path>',
    schema: z
      .string()
      .default('/graphql')
      .refine(
        (path) => /^(?:\/[\w.~-]*[\w~-])+$/.test(path) && !PATHS_TAKEN.test(path),
        'expected a path such as /graphql or /api/graph, without a slash at its end, and none of /health, /explorer, /assets, /data, /query, /help, /registry, /schema.graphql',
      ),
    unit: 'path',
    what: 'Where the graph is; contracts are below it, each at /graphql/NAME.',
  },
  tlsCert: {
    env: 'TLS_CERT',
    flag: '--tls-cert <path>',
    schema: z.string().min(1).optional(),
    unit: 'path',
    what: 'The certificate of the port, PEM, with those between it and its authority: the gateway then speaks HTTPS. Files of certificates and keys are read again when they change.',
  },
  http2: {
    env: 'HTTP2',
    flag: '--http2 <on|off>',
    schema: onOff(),
    unit: 'on or off',
    what: 'Whether clients may choose HTTP/2 where the port has a certificate. A request counts as a connection does for MAX_CONNECTIONS.',
  },
  tlsKey: {
    env: 'TLS_KEY',
    flag: '--tls-key <path>',
    schema: z.string().min(1).optional(),
    unit: 'path',
    what: 'The key of TLS_CERT, PEM, without a passphrase.',
  },
  tlsClientCa: {
    env: 'TLS_CLIENT_CA',
    flag: '--tls-client-ca <path>',
    schema: z.string().min(1).optional(),
    unit: 'path',
    what: 'Authorities, PEM, of client certificates: with it every connection needs one, health checks at this port too.',
  },
  maxBody: {
    env: 'MAX_BODY',
    flag: '--max-body <bytes>',
    schema: wholeNumber(1_000, 100_000_000, 1_000_000),
    unit: 'bytes',
    what: 'The largest request body that is read.',
  },
  maxBatch: {
    env: 'MAX_BATCH',
    flag: '--max-batch <number>',
    schema: wholeNumber(1, 100, 1),
    unit: 'operations',
    what: 'The most operations that one body may list; with 1 a list is refused. Each counts as a request, and together they may cost what one request may.',
  },
  bodyTimeout: {
    env: 'BODY_TIMEOUT',
    flag: '--body-timeout <ms>',
    schema: wholeNumber(100, 600_000, 10_000),
    unit: 'ms',
    what: 'How long a client may take to send a whole request before its connection is closed.',
  },
  maxBodies: {
    env: 'MAX_BODIES',
    flag: '--max-bodies <bytes>',
    schema: wholeNumber(100_000, 100_000_000_000, 64_000_000),
    unit: 'bytes',
    what: 'What the bodies of requests under way may weigh together, half of it from one address; the first 16 kB of each count for nothing. More are refused.',
  },
  writeTimeout: {
    env: 'WRITE_TIMEOUT',
    flag: '--write-timeout <ms>',
    schema: wholeNumber(100, 3_600_000, 30_000),
    unit: 'ms',
    what: 'How long a client may take to read an answer before its connection is closed.',
  },
  maxConnections: {
    env: 'MAX_CONNECTIONS',
    flag: '--max-connections <number>',
    schema: wholeNumber(2, 1_000_000, 4_000),
    unit: 'connections',
    what: 'The most connections of one process at once, half of them from one address; more are closed at once. A proxy of TRUSTED_PROXIES may hold all.',
  },
  maxRequests: {
    env: 'MAX_REQUESTS',
    flag: '--max-requests <number>',
    schema: wholeNumber(1, 1_000_000, 2_000),
    unit: 'requests',
    what: 'The most requests under way at once; more are refused.',
  },
  maxLargeAnswers: {
    env: 'MAX_LARGE_ANSWERS',
    flag: '--max-large-answers <number>',
    schema: wholeNumber(1, 100_000, 16),
    unit: 'answers',
    what: 'The most answers of 32 kB and more, or of operations not answered before, that are made at once, three quarters of them for one client; others wait, clients in turn.',
  },
  maxAnswerBytes: {
    env: 'MAX_ANSWER_BYTES',
    flag: '--max-answer-bytes <bytes>',
    schema: wholeNumber(100_000, 100_000_000_000, 64_000_000),
    unit: 'bytes',
    what: 'What large answers may weigh together, from when they are begun until their clients have taken them; half of it for one client.',
  },
  answerWait: {
    env: 'ANSWER_WAIT',
    flag: '--answer-wait <ms>',
    schema: wholeNumber(50, 600_000, 5_000),
    unit: 'ms',
    what: 'How long a large answer may wait for its turn before its request is refused.',
  },
  drainDelay: {
    env: 'DRAIN_DELAY',
    flag: '--drain-delay <ms>',
    schema: wholeNumber(0, 600_000, 1_000),
    unit: 'ms',
    what: 'How long, after SIGTERM, readiness says no while everything is still answered: as long as a load balancer takes to notice.',
  },
  maxJsonDepth: {
    env: 'MAX_JSON_DEPTH',
    flag: '--max-json-depth <levels>',
    schema: wholeNumber(8, 500, 64),
    unit: 'levels',
    what: 'How deep lists and objects of a request body may be nested.',
  },
  explorerClientId: {
    env: 'EXPLORER_CLIENT_ID',
    flag: '--explorer-client-id <id>',
    schema: z.string().min(1).optional(),
    unit: 'id',
    what: 'The public client of ISSUER as which the page signs its readers in (OpenID, code flow with PKCE); without it no signing in is offered.',
  },
  explorerScopes: {
    env: 'EXPLORER_SCOPES',
    flag: '--explorer-scopes <scopes>',
    schema: z
      .string()
      .default('openid')
      .refine((text) => text.split(' ').includes('openid'), 'expected scopes with spaces between, openid among them'),
    unit: 'scopes, space between',
    what: 'The scopes that the page requests when a reader signs in.',
  },
  explorerResource: {
    env: 'EXPLORER_RESOURCE',
    flag: '--explorer-resource <uri>',
    schema: z.string().min(1).optional(),
    unit: 'URI',
    what: 'The resource that the page requests a token for (RFC 8707), for an issuer that needs it to put AUDIENCE into aud.',
  },
  explorerRegistry: {
    env: 'EXPLORER_REGISTRY',
    flag: '--explorer-registry <url>',
    schema: z.url({ protocol: /^https?$/, error: 'expected http://… or https://…' }).optional(),
    unit: 'URL',
    what: 'The registry that the page shows at /registry, as browsers reach it; its REGISTRY_ORIGINS must name the page. Without it the page shows none.',
  },
  explorerCity: {
    env: 'EXPLORER_CITY',
    flag: '--explorer-city <name>',
    schema: z.string().min(1).max(80).default('Kota Bekasi'),
    unit: 'name',
    what: 'The city that the page and its files name themselves by; npm start takes it from the files of the city.',
  },
  corsOrigins: {
    env: 'CORS_ORIGINS',
    flag: '--cors-origins <origins>',
    schema: origins,
    unit: 'origins, comma between',
    what: 'Other sites whose pages may ask and read the answers; https://*.example.go.id is every site below that domain, * every site.',
  },
  corsForbiddenHeaders: {
    env: 'CORS_FORBIDDEN_HEADERS',
    flag: '--cors-forbidden-headers <names>',
    schema: headerNames,
    unit: 'names, comma between',
    what: 'Request headers that pages of other sites may not send; every other that they ask for is allowed.',
  },
} as const satisfies SettingTable;
