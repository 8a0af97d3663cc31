/** The process itself, as OpenTelemetry's semantic conventions call it: CPU, memory, event loop, collections of memory, open files. */
import { readdirSync } from 'node:fs';
import { PerformanceObserver, constants, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import type { Registry } from 'prom-client';
import { gaugesOf, type AddGauge } from './gauge.ts';
import { DurationHistogram } from './series.ts';

/** ms between two looks at the event loop */
const RESOLUTION = 10;
const NANOSECONDS = 1e9;

/** @returns stops observing the process */
export function processMetrics(registry: Registry): () => void {
  const gauge = gaugesOf(registry);
  memory(gauge);
  gauge(
    'process_cpu_time_seconds',
    'Time that the process has worked',
    () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
  );
  gauge('process_uptime_seconds', 'Since the start', () => process.uptime(), 'min');
  gauge('process_open_file_descriptor_count', 'Files and connections that are open', openFiles);
  const stopLoop = eventLoop(gauge);
  const stopCollections = collections(registry);
  return () => {
    stopLoop();
    stopCollections();
  };
}

function memory(gauge: AddGauge): void {
  gauge('process_memory_usage_bytes', 'Memory of the process that is not swapped out', () => process.memoryUsage.rss());
  gauge('v8js_memory_heap_used_bytes', 'Of the JavaScript heap', () => getHeapStatistics().used_heap_size);
  gauge(
    'v8js_memory_heap_limit_bytes',
    'The most that the JavaScript heap may take',
    () => getHeapStatistics().heap_size_limit,
  );
  gauge(
    'v8js_memory_heap_space_old_bytes',
    'Of the heap: what has outlived collections',
    () => getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? 0,
  );
}

/** 0 where the system does not say. */
function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}

/** Since the scrape before, so that one bad moment does not colour the day. */
function eventLoop(gauge: AddGauge): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION / 1_000);
  gauge(
    'nodejs_eventloop_delay_p50_seconds',
    'How late timers were, half of them at most; since the scrape before',
    () => late(delay.percentile(50)),
    'max',
  );
  gauge('nodejs_eventloop_delay_p99_seconds', 'The same, 99 of 100', () => late(delay.percentile(99)), 'max');
  gauge(
    'nodejs_eventloop_delay_max_seconds',
    'The same, the latest',
    () => {
      const longest = late(delay.max);
      delay.reset();
      return longest;
    },
    'max',
  );
  let before = performance.eventLoopUtilization();
  gauge(
    'nodejs_eventloop_utilization_ratio',
    'Share of the time in which the event loop worked; since the scrape before',
    () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      return utilization;
    },
    'max',
  );
  return () => void delay.disable();
}

const KINDS: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};

/** An entry of a collection, which the types of Node do not tell. */
interface Collection {
  readonly duration: number;
  readonly detail: { readonly kind: number };
}

function collections(registry: Registry): () => void {
  const durations = new DurationHistogram(registry, {
    name: 'v8js_gc_duration_seconds',
    help: 'Collections of memory, while which nothing else runs',
  });
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { duration, detail } = entry as unknown as Collection;
      const { kind } = detail;
      durations.of({ v8js_gc_type: KINDS[kind] ?? 'other' }).observe(duration);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}
