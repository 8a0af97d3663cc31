/** Run by not-loaded.test.ts: a gateway answers one request. Prints what of OpenTelemetry's exporters was loaded in the thread that answers, and how many others were started. */
import { subscribe } from 'node:diagnostics_channel';
import { registerHooks } from 'node:module';

const loaded: string[] = [];
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.includes('exporter-trace-otlp')) loaded.push(specifier);
    return next(specifier, context);
  },
});

let threads = 0;
subscribe('worker_threads', () => void threads++);

const { observedGateway } = await import('../observed-gateway.ts');
const tracesEndpoint = process.argv[2];
const observed = await observedGateway({ tracesEndpoint, tracesRatio: 1 }, { level: 'silent' });
const { status } = await observed.ask({ query: '{ people { name } }' });
await observed.stop();
process.stdout.write(JSON.stringify({ status, loaded, threads }));
