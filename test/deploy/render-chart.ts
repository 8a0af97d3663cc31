/**
 * What Helm makes of a chart, for the few words of its templates that ours uses: `if`, `else`, `range`, variables, `.Values`, `.Chart`, `not`,
 * `default`, `quote`, `toYaml`, `nindent`. Whatever else stands there is an error. Where Helm is installed, chart.test.ts compares the two.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';

type Values = Readonly<Record<string, unknown>>;
type Scope = Readonly<Record<string, unknown>>;
type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly words: string }
  | { readonly kind: 'if'; readonly words: string; readonly then: Node[]; readonly otherwise: Node[] }
  | {
      readonly kind: 'range';
      readonly key: string;
      readonly value: string;
      readonly over: string;
      readonly body: Node[];
    };

/** Values over those of the chart; maps are merged, all else is replaced. */
function merged(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over ?? base;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, key in over ? merged(base[key], over[key]) : base[key]]));
}

const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @returns the resources of a chart's templates, in the order of the files @param over values in place of the chart's */
export function renderChart(folder: string, over: Values = {}): unknown[] {
  const read = (name: string): Values => parse(readFileSync(join(folder, name), 'utf8')) as Values;
  const chart = read('Chart.yaml');
  const root = {
    Values: merged(read('values.yaml'), over),
    Chart: Object.fromEntries(
      Object.entries(chart).map(([key, value]) => [key[0]!.toUpperCase() + key.slice(1), value]),
    ),
  };
  return readdirSync(join(folder, 'templates'))
    .sort()
    .flatMap((file) => {
      const text = rendered(nodesOf(readFileSync(join(folder, 'templates', file), 'utf8')), { '': root });
      return parseAllDocuments(text).map((document) => {
        if (document.errors.length > 0) throw document.errors[0]!;
        return document.toJS() as unknown;
      });
    })
    .filter((resource) => resource !== null);
}

/** The text between `{{-` and what is before it, and `-}}` and what is after, loses its blanks. */
function nodesOf(template: string): Node[] {
  const pieces = template
    .replaceAll(/\s*\{\{-/g, '{{')
    .replaceAll(/-\}\}\s*/g, '}}')
    .split(/\{\{(.*?)\}\}/);
  const stack: { nodes: Node[]; open?: Node }[] = [{ nodes: [] }];
  for (const [at, piece] of pieces.entries()) {
    const top = stack.at(-1)!;
    const words = piece.trim();
    if (at % 2 === 0) top.nodes.push({ kind: 'text', text: piece });
    else if (words.startsWith('if ')) {
      const node: Node = { kind: 'if', words: words.slice(3), then: [], otherwise: [] };
      top.nodes.push(node);
      stack.push({ nodes: node.then, open: node });
    } else if (words === 'else') {
      if (top.open?.kind !== 'if') throw new Error('an else without its if');
      stack[stack.length - 1] = { nodes: top.open.otherwise, open: top.open };
    } else if (words.startsWith('range ')) {
      const [, key, value, over] = /^range \$(\w+), \$(\w+) := (\S+)$/.exec(words) ?? [];
      if (over === undefined) throw new Error(`expected range $key, $value := …, got ${words}`);
      const node: Node = { kind: 'range', key: key!, value: value!, over, body: [] };
      top.nodes.push(node);
      stack.push({ nodes: node.body, open: node });
    } else if (words === 'end') {
      if (stack.pop()!.open === undefined) throw new Error('an end of nothing');
    } else top.nodes.push({ kind: 'print', words });
  }
  if (stack.length > 1) throw new Error('an if or a range without its end');
  return stack[0]!.nodes;
}

function rendered(nodes: readonly Node[], scope: Scope): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text;
      if (node.kind === 'print') return String(valueOf(node.words, scope));
      if (node.kind === 'if') return rendered(isTrue(valueOf(node.words, scope)) ? node.then : node.otherwise, scope);
      const over = valueOf(node.over, scope) as Values;
      // Go goes through the keys of a map in their order.
      const each = Object.keys(over).sort();
      return each.map((key) => rendered(node.body, { ...scope, [node.key]: key, [node.value]: over[key] })).join('');
    })
    .join('');
}

/** What Go takes for true. */
function isTrue(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function valueOf(pipeline: string, scope: Scope): unknown {
  const [first, ...filters] = pipeline.split(' | ').map((each) => each.trim().split(' '));
  const begin = first!.length === 1 ? term(first![0]!, scope) : applied(first![0]!, first!.slice(1), scope);
  return filters.reduce<unknown>((value, [name, ...words]) => applied(name!, words, scope, value), begin);
}

function applied(name: string, words: readonly string[], scope: Scope, piped?: unknown): unknown {
  const given = [...words.map((word) => term(word, scope)), ...(piped === undefined ? [] : [piped])];
  if (name === 'not') return !isTrue(given[0]);
  if (name === 'default') return isTrue(given[1]) ? given[1] : given[0];
  if (name === 'quote') return JSON.stringify(String(given[0]));
  if (name === 'toYaml') return stringify(given[0]).trimEnd();
  if (name === 'nindent') return `\n${String(given[1])}`.replaceAll('\n', `\n${' '.repeat(Number(given[0]))}`);
  throw new Error(`expected not, default, quote, toYaml or nindent, got ${name}`);
}

/** A number, `.Values.a.b`, `$variable.a.b` or `$.Values.a.b`. @throws Error for a key that is not there */
function term(word: string, scope: Scope): unknown {
  if (/^\d+$/.test(word)) return Number(word);
  const [, variable, path] = /^(?:\$(\w*))?((?:\.\w+)*)$/.exec(word) ?? [];
  if (path === undefined) throw new Error(`expected a value, got ${word}`);
  if (!((variable ?? '') in scope)) throw new Error(`expected a variable that is there, got ${word}`);
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>(
      (value, key) => {
        if (!isMap(value) || !(key in value)) throw new Error(`${word}: there is no ${key}`);
        return value[key];
      },
      scope[variable ?? ''],
    );
}
