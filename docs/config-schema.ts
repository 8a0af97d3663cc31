/** `schema/sigap.config.schema.json`: what editors complete and check in `sigap.config.yaml`, from the tables of options. */
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { z } from 'zod';
import { configOption, type SettingTable } from '../base/settings.ts';
import { gatewayOptions } from '../gateway/settings.ts';
import { startSettings } from '../start-settings.ts';

/** Where it is. */
export const CONFIG_SCHEMA = fileURLToPath(new URL('../schema/sigap.config.schema.json', import.meta.url));

/** @returns the schema as the code says it must be */
export function configSchema(): Record<string, unknown> {
  const gateway = inFiles(gatewayOptions);
  const start = inFiles(startSettings);
  const properties = Object.entries({ ...start, ...gateway }).map(([key, setting]) => {
    const only = Object.hasOwn(gateway, key) ? '' : ' Of npm start alone.';
    return [
      key,
      { ...shapeOf(setting), description: `${setting.what}${only} (${setting.unit}; ${setting.env})` },
    ] as const;
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'sigap.config.yaml',
    description: 'Options of npm run gateway and npm start. The command line and the environment go before the file.',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  };
}

/** The option that names the file does not stand in it. */
function inFiles(table: SettingTable): SettingTable {
  return Object.fromEntries(Object.entries(table).filter(([, setting]) => setting !== configOption));
}

/** @returns its text, formatted */
export function configSchemaText(): Promise<string> {
  return format(JSON.stringify(configSchema()), { parser: 'json', printWidth: 120 });
}

type Shape = Readonly<Record<string, unknown>>;

function shapeOf({ schema, structured, unit, secret }: SettingTable[string]): Shape {
  const shape: Shape = z.toJSONSchema(structured === true ? beforeReading(schema) : schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  });
  const usual = shape['default'];
  const bare = Object.fromEntries(Object.entries(shape).filter(([key]) => key !== '$schema' && key !== 'default'));
  const given =
    secret === true || usual === '' || usual === undefined || String(usual).startsWith('/') ? {} : { default: usual };
  if (unit === 'on or off') return { ...given, enum: ['on', 'off', true, false] };
  if (unit === 'path' || secret === true) return { ...bare, ...given };
  // Words with commas between may be a list, and a number may stand for its digits.
  if (bare['type'] === 'string' && bare['enum'] === undefined && bare['format'] === undefined)
    return { ...given, type: ['string', 'number', 'array'], items: { type: ['string', 'number'] } };
  return { ...bare, ...given };
}

/** The structure that a schema reads before it makes something else of it. */
function beforeReading(schema: z.core.$ZodType): z.core.$ZodType {
  if (!(schema instanceof z.ZodPipe)) return schema;
  return beforeReading(schema.def.in instanceof z.ZodTransform ? schema.def.out : schema.def.in);
}
