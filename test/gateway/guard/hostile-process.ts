/** Starts `hostile-gateway.ts` and speaks to it as an attacker would: with any headers, bytes and methods. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { inject } from 'vitest';
import type { GatewaySettings } from '../../../gateway/settings.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Set by vitest.perf.config.ts: only `npm run test:perf` checks time. */
    readonly judgesTime?: boolean;
  }
}

/** CPU ms that the main loop may be held up. */
export const LONGEST = inject('judgesTime') === true ? 250 : Infinity;

export interface Attack {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly method?: string;
  readonly search?: string;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** Of the first error. */
  readonly code: string | undefined;
}

export interface HostileGateway {
  readonly port: number;
  send(attack: Attack): Promise<Reply>;
  /** The longest the main loop was held up since the last call, ms of CPU. */
  longest(): Promise<number>;
  stop(): Promise<void>;
  /** As a machine that loses its power does it: with SIGKILL. */
  kill(): Promise<void>;
}

export type HostileSettings = Omit<Partial<GatewaySettings>, 'subgraphUrls'> & {
  readonly supergraph: string;
  readonly subgraphUrls?: Readonly<Record<string, string>>;
};

export async function startHostileGateway(settings: HostileSettings): Promise<HostileGateway> {
  const child = fork(new URL('hostile-gateway.ts', import.meta.url), [JSON.stringify(settings)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const port = Number(new URL(url).port);
  return {
    port,
    send: (attack) => send(port, attack),
    async longest() {
      const said = once(child, 'message');
      child.send('longest');
      return ((await said) as [{ longest: number }])[0].longest;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function send(port: number, { body, headers = {}, method = 'POST', search = '' }: Attack): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        method,
        path: `/graphql${search}`,
        headers: { 'content-type': 'application/json', ...headers } as never,
      },
      (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (part: string) => (text += part))
          .on('end', () => {
            const { errors } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
            resolve({ status: response.statusCode!, text, code: errors?.[0]?.extensions?.code });
          });
      },
    );
    sent.on('error', reject).end(body);
  });
}
