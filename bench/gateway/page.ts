/** The page of figures, docs/benchmarks.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { pinned } from './contender.ts';
import type { Measured } from './rounds.ts';

const page = new URL('../../docs/benchmarks.md', import.meta.url);

/** @returns one table a scenario, each gateway beside stock */
export function pageOf(measured: readonly Measured[]): string {
  const names = [...new Set(measured.map(({ scenario }) => scenario.name))];
  return names.map((name) => section(measured.filter(({ scenario }) => scenario.name === name))).join('\n');
}

function section(rows: readonly Measured[]): string {
  const stock = rows.find(({ gateway }) => gateway === 'stock');
  const { name, what } = rows[0]!.scenario;
  const lines = rows.map((row) => [
    row.gateway,
    count(row.perSecond),
    stock === undefined ? '' : times(row.perSecond / stock.perSecond),
    fixed(row.p50),
    fixed(row.p99),
    `${fixed(row.open.p50)} / ${fixed(row.open.p99)}`,
    fixed(row.cpu, 3),
    stock === undefined ? '' : times(stock.cpu / row.cpu),
    `${Math.round(row.busy * 100)} %`,
    `${Math.round(row.peakMemory / 1e6)} MB`,
    String(Math.round(row.fetches * 10) / 10),
    count(row.answer),
  ]);
  return [
    `### ${name}`,
    '',
    `${what}.`,
    '',
    '| gateway | requests/s | to stock | p50 ms | p99 ms | p50 / p99 ms at half the rate | CPU ms/request | to stock | core busy | peak memory | subgraph calls | answer bytes |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    ...aloneTable(rows, stock),
  ].join('\n');
}

/** Each sample by itself: a line a sample, and for each gateway its requests a second and their ratio to stock's. */
function aloneTable(rows: readonly Measured[], stock: Measured | undefined): string[] {
  const samples = rows[0]!.alone;
  if (samples.length === 0) return [];
  const head = `| alone | answer bytes | subgraph calls | ${rows.map(({ gateway }) => (gateway === 'stock' ? 'stock, requests/s' : `${gateway} | to stock`)).join(' | ')} |`;
  const lines = samples.map(
    ({ name, answer, fetches }, i) =>
      `| ${name} | ${count(answer)} | ${fetches} | ${rows
        .map(({ gateway, alone }) =>
          gateway === 'stock'
            ? count(alone[i]!.perSecond)
            : `${count(alone[i]!.perSecond)} | ${stock === undefined ? '' : times(alone[i]!.perSecond / stock.alone[i]!.perSecond)}`,
        )
        .join(' | ')} |`,
  );
  return [head, `|---${'|--:'.repeat(head.split('|').length - 3)}|`, ...lines, ''];
}

export function writePage(
  measured: readonly Measured[],
  settings: { rounds: number; seconds: number; connections: number },
): void {
  const conditions =
    `Node ${process.version}, ${cpus().length} cores (${cpus()[0]!.model.trim()}), ${pinned ? 'the gateway alone on core 0, subgraphs and load on core 1' : 'cores not pinned'}; ` +
    `${settings.connections} connections, ${settings.rounds} rounds of ${settings.seconds} s in turn, medians; ` +
    `@apollo/gateway ${versionOf('@apollo/gateway')}, @apollo/server ${versionOf('@apollo/server')}; load average at the end ${loadavg()[0]!.toFixed(1)}, of which the run itself is about 2.`;
  writeFileSync(page, `${INTRODUCTION}\n\n${conditions}\n\n${pageOf(measured)}\n${EARLIER}`);
}

/** The last figures before a change of what is measured, kept to compare with. */
const EARLIER = `### Earlier

By CPU time a request to stock in their own runs, at 32 connections, sharing off: before fetches were merged and connections were the gateway's own, heavy
8.2x (410 MB), light 10.1x (304 MB), mix 9.1x (375 MB), questions 6.1x (436 MB); then with 16 queries pipelined on a connection, which is no
longer offered, 11.1x, 11.5x, 13.3x and 7.3x.
`;

const INTRODUCTION = `# Benchmarks

Written by \`npm run bench gateway\`; what is measured and how is in \`bench/gateway/README.md\`. Figures of different machines cannot be
compared; the columns "to stock" can, since all gateways of a table ran in turn on the same core. The subgraphs answer from memory, so
these figures are about gateways alone: with real subgraphs the waiting is theirs.`;

function versionOf(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

const count = (value: number): string => Math.round(value).toLocaleString('en');
const fixed = (value: number, digits = 1): string => value.toFixed(digits);
const times = (value: number): string => `${value.toFixed(1)}x`;
