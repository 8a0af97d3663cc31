/** Run by not-loaded.test.ts: a gateway answers one request, and what of OpenTelemetry's exporters was loaded is printed. */
import { registerHooks } from 'node:module';

const loaded: string[] = [];
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.includes('exporter-trace-otlp')) loaded.push(specifier);
    return next(specifier, context);
  },
});

const { observedGateway } = await import('../observed-gateway.ts');
const tracesEndpoint = process.argv[2];
const observed = await observedGateway({ tracesEndpoint, tracesRatio: 1 }, { level: 'silent' });
const { status } = await observed.ask({ query: '{ people { name } }' });
await observed.stop();
process.stdout.write(JSON.stringify({ status, loaded }));
