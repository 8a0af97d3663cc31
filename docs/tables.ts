/**
 * Writes the tables of docs/errors.md, docs/config.md, docs/store.md, both docs/lifecycle-of-a-….md, docs/import.md, docs/files-in.md and docs/checks.md from the code: every `errors.ts` and
 * `settings.ts` of every room, what the store's own tables of commands and operators hold, the state machines of workers and members, the reasons of imports, the fields of files, and the rules of checks.
 * Beside them it writes `schema/sigap.config.schema.json`. `npm run docs` writes them; a test fails when a page and the code differ, so neither can drift.
 */
import { z } from 'zod';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ErrorTable } from '../base/errors.ts';
import type { SettingTable } from '../base/settings.ts';
import { configSchemaText, CONFIG_SCHEMA } from './config-schema.ts';
import { checkSections } from './checks-table.ts';
import { filesInSections } from './files-in-table.ts';
import { importSections } from './import-table.ts';
import { LIFE_OF_A_MEMBER, LIFE_OF_A_WORKER, lifecycleSections } from './lifecycle-table.ts';
import { storeSections } from './store-table.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = '{base,cli,gateway,subgraphs,schema,store}';

/** One generated page: where it is and what its table must hold. */
export interface Page {
  readonly path: string;
  readonly table: string;
}

const BEGIN = '<!-- table: written by npm run docs -->';
const END = '<!-- end of table -->';

/** Every table of options, by the file it is in. */
export async function settingTables(): Promise<{ from: string; value: SettingTable }[]> {
  return (await exportsNamed(`${ROOMS}/**/settings.ts`, /Settings$/)) as { from: string; value: SettingTable }[];
}

/** The pages as the code says they must be. */
export async function pages(): Promise<Page[]> {
  return [
    { path: join(root, 'docs/errors.md'), table: errorSections(await exportsNamed(`${ROOMS}/**/*.ts`, /Errors$/)) },
    { path: join(root, 'docs/store.md'), table: storeSections() },
    { path: join(root, 'docs/lifecycle-of-a-worker.md'), table: lifecycleSections(LIFE_OF_A_WORKER) },
    { path: join(root, 'docs/lifecycle-of-a-member.md'), table: lifecycleSections(LIFE_OF_A_MEMBER) },
    { path: join(root, 'docs/import.md'), table: importSections() },
    { path: join(root, 'docs/files-in.md'), table: filesInSections() },
    { path: join(root, 'docs/checks.md'), table: checkSections() },
    { path: join(root, 'docs/config.md'), table: settingSections(await settingTables()) },
  ];
}

/** What a page holds between its markers. */
export function tableIn(text: string): string {
  return text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)).trim();
}

type Exported = { readonly from: string; readonly value: Record<string, unknown> };

/** Tables are exported from `errors.ts` files and, in base, beside what throws them. */
async function exportsNamed(pattern: string, name: RegExp): Promise<Exported[]> {
  const found: Exported[] = [];
  for (const file of globSync(pattern, { cwd: root }).sort()) {
    if (/\/main\.ts$|thread\.ts$|worker\.ts$/.test(file) || !declares(join(root, file), name)) continue;
    const module = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
    for (const [key, value] of Object.entries(module)) {
      if (name.test(key) && typeof value === 'object' && value !== null)
        found.push({ from: relative(root, join(root, file)), value: value as Record<string, unknown> });
    }
  }
  return found;
}

/** Whether a file exports such a table; looked up in its text first, so that nothing else is loaded. */
function declares(file: string, name: RegExp): boolean {
  return [...readFileSync(file, 'utf8').matchAll(/^export const (\w+)\b/gm)].some((match) => name.test(match[1]!));
}

const cell = (text: unknown): string => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

function errorSections(tables: readonly Exported[]): string {
  const seen = new Map<string, string>();
  return tables
    .filter(({ value }) =>
      Object.values(value).every((row) => typeof (row as { status?: unknown }).status === 'number'),
    )
    .map(({ from, value }) => {
      const rows = Object.entries(value as ErrorTable).map(([code, row]) => {
        if (seen.has(code))
          throw new Error(`The error code ${code} stands in ${seen.get(code)} and in ${from}; a code has one meaning`);
        seen.set(code, from);
        return `| \`${code}\` | ${row.status} | ${cell(row.what)} | ${cell(row.solve)} |`;
      });
      return [
        `### ${from}`,
        '',
        '| code | status | what happened | how to solve it |',
        '|---|---|---|---|',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}

function settingSections(tables: Awaited<ReturnType<typeof settingTables>>): string {
  return tables
    .map(({ from, value }) => {
      const rows = Object.values(value).map((row) => {
        const fallback = row.secret ? undefined : defaultOf(row);
        return `| \`${row.env}\` | ${row.flag ? `\`${cell(row.flag)}\`` : ''} | ${cell(row.unit)} | ${fallback === undefined ? '' : `\`${cell(fallback)}\``} | ${cell(row.what)}${formerNames(row)} |`;
      });
      return [
        `### ${from}`,
        '',
        '| environment | flag | unit | default | what it does |',
        '|---|---|---|---|---|',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}

function formerNames({ formerly }: SettingTable[string]): string {
  if (formerly === undefined) return '';
  return ` Until the next version also read as \`${formerly.env}\`${formerly.flag === undefined ? '' : `, \`${cell(formerly.flag)}\``}.`;
}

/** @returns what an option is when nobody sets it, in the words that set it; `undefined`: nothing */
export function defaultOf({ schema, unit }: SettingTable[string]): string | undefined {
  const { data } = schema.safeParse(undefined);
  if (data === undefined) return undefined;
  if (typeof data === 'object' && data !== null) return textBeforeReading(schema) || undefined;
  return unit === 'on or off' ? (data ? 'on' : 'off') : String(data).replace(root, '');
}

/** The default of a schema that reads its value from a text. */
function textBeforeReading(schema: z.core.$ZodType): string | undefined {
  if (schema instanceof z.ZodDefault) return String(schema.def.defaultValue);
  return schema instanceof z.ZodPipe ? textBeforeReading(schema.def.in) : undefined;
}

if (import.meta.main) {
  writeFileSync(CONFIG_SCHEMA, await configSchemaText());
  for (const { path, table } of await pages()) {
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      `${text.slice(0, text.indexOf(BEGIN) + BEGIN.length)}\n\n${table}\n\n${text.slice(text.indexOf(END))}`,
    );
  }
}
