import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { refusePublishedSecrets } from '../../base/published-secrets.ts';
import { readSettings, type SettingTable } from '../../base/settings.ts';
import { gatewayOptions } from '../../gateway/settings.ts';
import { subgraphSettings } from '../../subgraphs/settings.ts';

const example = Object.fromEntries(readFileSync('.env.example', 'utf8').split('\n').filter((line) => /^\w+=/.test(line)).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
const { services } = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as { services: Record<string, { environment?: Record<string, string | number> }> };

/** As docker compose fills in a service's environment: `${NAME:-default}`. */
function environmentOf(service: string, given: Readonly<Record<string, string>>): Record<string, string> {
  const filled = (text: string): string => text.replace(/\$\{(\w+)(?::-([^}]*))?\}/g, (_whole, name: string, fallback = '') => given[name] || (fallback as string));
  return Object.fromEntries(Object.entries(services[service]!.environment!).map(([name, value]) => [name, filled(String(value))]));
}

/** The options that are refused; none when the program would start. */
function refused(table: SettingTable, env: Record<string, string>): string[] {
  try {
    refusePublishedSecrets(table, readSettings('test', table, [], env)!, env['NODE_ENV']!);
    return [];
  } catch (thrown) {
    const { code, message } = thrown as { code: string; message: string };
    expect(code).toBe('PUBLISHED_SECRET');
    for (const value of Object.values(example)) if (value.length > 15) expect(message).not.toContain(value);
    return message.slice(message.lastIndexOf(': ') + 2).split(', ').sort();
  }
}

const SUBGRAPHS = ['workers', 'agencies', 'groups', 'funding', 'audit'];
const own = { CLAIMS_SECRET: 'x'.repeat(40), AUDIT_KEY: 'y'.repeat(40), ROUNDING_KEY: 'z'.repeat(40), ...Object.fromEntries(SUBGRAPHS.flatMap((name) => [
  [`${name.toUpperCase()}_CLAIMS_KEYS`, Buffer.alloc(32, name).toString('base64url')], [`${name.toUpperCase()}_DB_PASSWORD`, 'own'], ['AUDIT_WRITER_DB_PASSWORD', 'own'],
])) };

describe('in production, a secret that docker-compose.yml or .env.example carries', () => {
  it('is refused of the gateway, as it stands and where nothing is set', () => {
    expect(refused(gatewayOptions, environmentOf('gateway', example))).toEqual(['AUDIT_KEY', 'AUDIT_URI', 'CLAIMS_SECRET']);
    expect(refused(gatewayOptions, environmentOf('gateway', {}))).toEqual(['AUDIT_KEY', 'AUDIT_URI']);
  });

  it.each(SUBGRAPHS)('is refused of the subgraph %s, its claims key and the password in its URI', (name) => {
    expect(refused(subgraphSettings, environmentOf(name, example))).toEqual(['CLAIMS_KEYS', 'MONGODB_URI']);
    expect(refused(subgraphSettings, environmentOf(name, {}))).toEqual(['MONGODB_URI']);
  });

  it('is refused beside a good one, while keys are changed', () => {
    const both = { ...environmentOf('workers', own), CLAIMS_KEYS: `${own['CLAIMS_SECRET'] && Buffer.alloc(32, 'w').toString('base64url')},${example['WORKERS_CLAIMS_KEYS']}` };
    expect(refused(subgraphSettings, both)).toEqual(['CLAIMS_KEYS']);
  });

  it('is the only thing refused: values of one\'s own pass, and anything does in development', () => {
    expect(refused(gatewayOptions, environmentOf('gateway', own))).toEqual([]);
    for (const name of SUBGRAPHS) expect(refused(subgraphSettings, environmentOf(name, own))).toEqual([]);
    expect(refused(gatewayOptions, { ...environmentOf('gateway', example), NODE_ENV: 'development' })).toEqual([]);
  });
});
