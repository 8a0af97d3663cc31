/** Prometheus itself over one gateway, with the alerts of deploy/prometheus as they are. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

const ALERTS = resolve(import.meta.dirname, '../../deploy/prometheus/alerts.yml');

/** Prometheus, while it runs. */
export interface Prometheus {
  /** Alert -> since when its condition holds or held first, ms since 1970. Whether it lasts for the alert's `for` is not waited for. */
  readonly raised: ReadonlyMap<string, number>;
  /** Asks which conditions hold now. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether Prometheus is on this machine. */
export function hasPrometheus(): boolean {
  return spawnSync('prometheus', ['--version']).status === 0;
}

/** @param target the operators' port @returns undefined on a machine without Prometheus */
export async function startPrometheus(folder: string, target: string, token: string): Promise<Prometheus | undefined> {
  if (!hasPrometheus()) return undefined;
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    JSON.stringify({
      global: { scrape_interval: '500ms', evaluation_interval: '500ms' },
      rule_files: [ALERTS],
      scrape_configs: [
        {
          job_name: 'sigap-graph',
          authorization: { credentials: token },
          static_configs: [{ targets: [new URL(target).host] }],
        },
      ],
    }),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const words = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'tsdb')}`];
  const child = spawn('prometheus', [...words, `--web.listen-address=${address}`], { stdio: 'ignore' });
  const raised = new Map<string, number>();
  const look = async (): Promise<void> => {
    const answer = await fetch(`http://${address}/api/v1/alerts`).catch(() => undefined);
    if (answer?.ok !== true) return;
    const { data } = (await answer.json()) as {
      data: { alerts: { labels: { alertname: string }; activeAt: string }[] };
    };
    for (const { labels, activeAt } of data.alerts)
      if (!raised.has(labels.alertname)) raised.set(labels.alertname, Date.parse(activeAt));
  };
  // It takes some seconds until it asks its targets for the first time.
  const isUp = (): Promise<boolean> =>
    fetch(`http://${address}/api/v1/query?query=up%20%3D%3D%201`).then(
      async (answer) => (await answer.text()).includes('sigap-graph'),
      () => false,
    );
  while (!(await isUp())) await new Promise((again) => setTimeout(again, 100));
  return {
    raised,
    look,
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** @returns a port of loopback that nobody listens on */
export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
