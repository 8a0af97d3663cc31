/** A certificate that ends while it is in use: the gateway's own, and a subgraph's. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { selfSigned } from '../../support/self-signed.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { AFFECTED, INNOCENT, startTownGraph } from '../town-graph.ts';

/** How long the short one holds: as long as a gateway and Prometheus take to start, and some calm, ms. */
const LIFE = 25_000;

/** A certificate that ends soon, the one after it, and both as authorities. */
function certificates() {
  const end = Math.ceil((Date.now() + LIFE) / 1_000) * 1_000;
  const [ending, next] = [selfSigned('localhost', end), selfSigned('localhost')];
  return { ending, next, both: ending.cert + next.cert, ripe: () => wait(Math.max(0, end - Date.now())) };
}

async function frontStage(folder: string): Promise<Stage> {
  const { ending, next, both, ripe } = certificates();
  const [cert, key] = [join(folder, 'front.crt'), join(folder, 'front.key')];
  const write = (pair: typeof ending): void => {
    writeFileSync(cert, pair.cert);
    writeFileSync(key, pair.key);
  };
  write(ending);
  const graph = await startTownGraph(folder, { words: ['--tls-cert', cert, '--tls-key', key] });
  return {
    ...graph,
    innocent: [INNOCENT],
    affected: [AFFECTED],
    allowed: ['CERT_HAS_EXPIRED'],
    told: {
      log: /a certificate in use has ended/,
      metric: /^sigap_certificate_remaining_seconds\{option="TLS_CERT"\}/,
      isEnding: true,
      alert: 'CertificateEnded',
    },
    ca: both,
    ripe,
    break: () => {},
    mend: () => write(next),
  };
}

async function subgraphStage(folder: string): Promise<Stage> {
  const { ending, next, both, ripe } = certificates();
  const ca = join(folder, 'subgraphs.crt');
  writeFileSync(ca, both);
  const graph = await startTownGraph(folder, { certificate: ending, words: ['--subgraph-ca', ca] });
  const { people } = graph;
  const startAgain = async (certificate: typeof ending): Promise<void> => {
    await people.kill();
    await people.revive(certificate);
  };
  return {
    ...graph,
    innocent: [INNOCENT],
    affected: [AFFECTED],
    allowed: ['SUBGRAPH_UNREACHABLE', 'SUBGRAPH_OPEN'],
    told: {
      log: /requests to a subgraph are refused: it fails/,
      metric: /^sigap_subgraph_certificate_remaining_seconds\{subgraph="people"\}/,
      isEnding: true,
      alert: 'CertificateEnded',
    },
    ripe,
    break: () => startAgain(ending),
    mend: () => startAgain(next),
  };
}

/** Each a row of the table. */
export const CERTIFICATE_SCENARIOS: readonly Scenario[] = [
  {
    name: "certificate ended: the gateway's",
    does: 'The certificate of the port ends; then the next pair is written to its files. Innocent clients keep their connections.',
    hold: 3_000,
    open: frontStage,
  },
  {
    name: "certificate ended: a subgraph's",
    does: 'The certificate of a subgraph ends and the subgraph is started again; then it is started with the next one.',
    hold: 4_000,
    open: subgraphStage,
  },
];
