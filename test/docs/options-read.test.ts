/** Every option does something: a program reads its value. An option that nothing reads would be taken, listed, and have no effect. */
import { globSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { settingTables } from '../../docs/tables.ts';

const ROOT = process.cwd();
/** What programs are made of; tests read options too, which does not count. */
const FILES = globSync(['{base,cli,gateway,schema,store,subgraphs}/**/*.ts', '*.ts'], { cwd: ROOT });

function programOf(files: readonly string[]): ts.Program {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [...files] }, ts.sys, ROOT);
  return ts.createProgram(
    files.map((file) => join(ROOT, file)),
    options,
  );
}

/** The property that a name reads from an object: `settings.port`, or `port` in `{ port } = settings`; none where it is anything else. */
function propertyRead(name: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) return checker.getSymbolAtLocation(name);
  if (!ts.isBindingElement(parent) || !ts.isObjectBindingPattern(parent.parent)) return undefined;
  if ((parent.propertyName ?? parent.name) !== name) return undefined;
  return checker.getTypeAtLocation(parent.parent).getProperty(name.text);
}

/** Where an option is declared, as `file key`: a type made from a table keeps the places of the table's keys. */
const placesOf = (symbol: ts.Symbol): string[] =>
  (symbol.declarations ?? []).map((node) => `${relative(ROOT, node.getSourceFile().fileName)} ${symbol.name}`);

/** @returns the options that are read somewhere, as `file key` */
function optionsRead(program: ts.Program, keys: ReadonlySet<string>): Set<string> {
  const checker = program.getTypeChecker();
  const read = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && keys.has(node.text)) {
      const symbol = propertyRead(node, checker);
      for (const place of symbol ? placesOf(symbol) : []) read.add(place);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of FILES) visit(program.getSourceFile(join(ROOT, file))!);
  return read;
}

/**
 * A room may hand all its options on to an interface of its own (`limits: settings`); a property of that name that the room declares and
 * somebody reads is then the option.
 */
function isRead(from: string, key: string, read: ReadonlySet<string>): boolean {
  const room = dirname(from);
  return (
    read.has(`${from} ${key}`) || [...read].some((place) => place.startsWith(`${room}/`) && place.endsWith(` ${key}`))
  );
}

it('every option of every table is read by a program', async () => {
  const tables = await settingTables();
  const options = tables.flatMap(({ from, value }) => Object.keys(value).map((key) => ({ from, key })));
  expect(options.length).toBeGreaterThan(50);
  const read = optionsRead(programOf(FILES), new Set(options.map(({ key }) => key)));
  expect(options.filter(({ from, key }) => !isRead(from, key, read))).toEqual([]);
}, 300_000);
