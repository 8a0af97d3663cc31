import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { configSchema, configSchemaText, CONFIG_SCHEMA } from '../../docs/config-schema.ts';
import { gatewayOptions } from '../../gateway/settings.ts';
import { startSettings } from '../../start-settings.ts';

it('schema/sigap.config.schema.json is what the code has (npm run docs writes it)', async () => {
  expect(readFileSync(CONFIG_SCHEMA, 'utf8')).toBe(await configSchemaText());
});

it('has every option of the gateway and of npm start, each with a description, and no default of a secret', () => {
  const properties = configSchema()['properties'] as Record<string, { description: string; default?: unknown }>;
  const names = new Set([...Object.keys(gatewayOptions), ...Object.keys(startSettings)]);
  names.delete('config');
  expect(Object.keys(properties).sort()).toEqual([...names].sort());
  for (const { description } of Object.values(properties)) expect(description).toMatch(/\w{3}/);
  for (const [key, setting] of Object.entries(gatewayOptions))
    if ('secret' in setting) expect(properties[key]).not.toHaveProperty('default');
});

it('has the keys that docs/operations.md shows, those of one subgraph too', () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  const shown = parse(/```yaml\n([\s\S]*?)```/.exec(page.slice(page.indexOf('## Settings by file')))![1]!) as {
    subgraphs: { workers: object };
  };
  const properties = configSchema()['properties'] as Record<
    string,
    { additionalProperties: { properties: Record<string, { description: string }> } }
  >;
  for (const key of Object.keys(shown)) expect(properties).toHaveProperty(key);
  const ofOne = properties['subgraphs']!.additionalProperties.properties;
  for (const key of Object.keys(shown.subgraphs.workers)) expect(ofOne[key]!.description).toMatch(/\w{3}/);
});
