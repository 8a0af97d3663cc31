/** A subgraph of the chaos graph that can be killed, slowed, made to swallow connections and to lie. */
import { createServer as createSecureServer } from 'node:https';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, type GraphQLSchema } from 'graphql';
import type { ServerCertificate } from '../support/self-signed.ts';

/** How it answers: what it does with a true answer, as JSON. */
export type Manner = (response: ServerResponse, truth: string) => void | Promise<void>;

/** As it should. */
export const honest: Manner = (response, truth) =>
  void response.setHeader('content-type', 'application/json').end(truth);

/** Another answer in place of the true one. */
export const saying =
  (answer: (truth: string) => string, type = 'application/json'): Manner =>
  (response, truth) =>
    void response.setHeader('content-type', type).end(answer(truth));

/** The truth, too late. */
export const slow =
  (ms: number): Manner =>
  async (response, truth) => {
    await wait(ms);
    await honest(response, truth);
  };

/** Never anything, and the connection stays. */
export const silent: Manner = () => {};

export interface Agency {
  readonly url: string;
  /** How it answers from now on. */
  manner: Manner;
  /** Whether it reads what is sent on any connection; new ones are accepted all the same. */
  swallows: boolean;
  /** As by SIGKILL: the port is closed and each connection reset. */
  kill(): Promise<void>;
  /** Listens again at the same port. @param certificate another one from now on */
  revive(certificate?: ServerCertificate): Promise<void>;
}

export interface AgencyParts {
  readonly sdl: string;
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** With it, it speaks HTTPS. */
  readonly certificate?: ServerCertificate;
}

/** Starts it at a free port. */
export async function startAgency({ sdl, resolvers, certificate }: AgencyParts): Promise<Agency> {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never });
  const sockets = new Set<Socket>();
  let server: Server;
  let port = 0;
  const listen = async (shown: ServerCertificate | undefined): Promise<void> => {
    server = shown === undefined ? createServer(answer) : (createSecureServer(shown, answer) as unknown as Server);
    server.on('connection', (socket) => {
      sockets.add(socket.on('close', () => sockets.delete(socket)));
      if (agency.swallows) socket.pause().removeAllListeners('data');
    });
    await once(server.listen(port, '127.0.0.1'), 'listening');
    ({ port } = server.address() as AddressInfo);
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void =>
    void answered(schema, request).then((truth) => (agency.swallows ? undefined : agency.manner(response, truth)));
  const agency: Agency = {
    get url() {
      return `${certificate === undefined ? 'http://127.0.0.1' : 'https://localhost'}:${port}/graphql`;
    },
    manner: honest,
    swallows: false,
    kill: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
    revive: listen,
  };
  await listen(certificate);
  return agency;
}

async function answered(schema: GraphQLSchema, request: IncomingMessage): Promise<string> {
  const { query, variables } = JSON.parse(await text(request)) as {
    query: string;
    variables?: Record<string, unknown>;
  };
  return JSON.stringify(await graphql({ schema, source: query, variableValues: variables }));
}
