/** The projection of find: inclusion or exclusion, `$slice`, `$elemMatch`, the positional `$`, and computed fields. */
import { storeFault, notOffered } from '../errors.ts';
import { isDocument, isNumeric, toNumber, type Document, type Value } from '../value/types.ts';
import { elementTest, isTrue } from './match.ts';
import { matchedPosition } from './position.ts';
import { valueAt } from './path.ts';

/** A compiled projection. */
export type Project = (document: Document) => Document;
type Leaf =
  | { readonly kind: 'include' | 'exclude' }
  | { readonly kind: 'compute'; readonly compute: (document: Document) => Value | undefined }
  | { readonly kind: 'slice'; readonly slice: (array: Value[]) => Value[] }
  | { readonly kind: 'elemMatch'; readonly test: (value: Value) => boolean }
  | { readonly kind: 'position' };
/** A projection as a tree of fields. */
type Tree = Map<string, Tree | Leaf>;

/** What a projection needs of its command. */
export interface ProjectionTools {
  /** Compiles an aggregation expression. */
  readonly expression: (expression: Value) => (document: Document) => Value | undefined;
  /** Whether an expression operator has this name. */
  readonly isOperator: (name: string) => boolean;
  /** The filter of the find, for the positional `$`; absent in aggregation, where find's own operators are refused. */
  readonly filter?: Document;
}

/** Makes a function of a projection. @returns `undefined` when it leaves documents as they are @throws StoreError Location31249, Location31253, Location31254 … */
export function compileProjection(spec: Document, tools: ProjectionTools): Project | undefined {
  if (spec.size === 0) return undefined;
  const tree: Tree = new Map();
  let including: boolean | undefined;
  let idLeaf: Leaf | undefined;
  for (const [path, value] of flattened(spec, tools)) {
    const { leaf, path: at } = leafOf(path, value, tools);
    const decides =
      leaf.kind === 'include' || leaf.kind === 'compute' ? true : leaf.kind === 'exclude' ? false : undefined;
    if (at === '_id') idLeaf = leaf;
    else including = agreed(including, decides ?? (leaf.kind === 'position' ? true : undefined), at);
    if (at !== '_id' || leaf.kind === 'compute') plant(tree, at, leaf);
  }
  including ??= idLeaf?.kind === 'include' || idLeaf?.kind === 'compute' || (hasElemMatch(tree) && !hasSlice(tree));
  if (idLeaf?.kind === 'exclude' && !including) tree.set('_id', idLeaf);
  if (including && idLeaf?.kind !== 'exclude' && !tree.has('_id')) tree.set('_id', { kind: 'include' });
  return projectBy(tree, including, tools.filter);
}

function hasElemMatch(tree: Tree): boolean {
  return [...tree.values()].some((node) => !(node instanceof Map) && node.kind === 'elemMatch');
}

function hasSlice(tree: Tree): boolean {
  return [...tree.values()].some((node) => (node instanceof Map ? hasSlice(node) : node.kind === 'slice'));
}

function agreed(including: boolean | undefined, decides: boolean | undefined, path: string): boolean | undefined {
  if (including !== undefined && decides !== undefined && including !== decides) {
    throw storeFault(
      decides ? 'Location31253' : 'Location31254',
      `Cannot do ${decides ? 'inclusion' : 'exclusion'} on field ${path} in ${including ? 'inclusion' : 'exclusion'} projection`,
    );
  }
  return including ?? decides;
}

/** `{a: {b: 1}}` is `{"a.b": 1}`. */
function* flattened(spec: Document, tools: ProjectionTools, prefix = ''): Generator<[string, Value]> {
  for (const [name, value] of spec) {
    if (name === '' || (name.startsWith('$') && prefix === ''))
      throw storeFault('Location16410', `FieldPath field names may not be empty or start with '$': ${name}`);
    const nested = isDocument(value) && value.size > 0 && ![...value.keys()].some((key) => key.startsWith('$'));
    if (nested) yield* flattened(value, tools, `${prefix}${name}.`);
    else yield [prefix + name, value];
  }
}

function leafOf(path: string, value: Value, tools: ProjectionTools): { leaf: Leaf; path: string } {
  if (path.endsWith('.$') && tools.filter !== undefined) return { leaf: { kind: 'position' }, path: path.slice(0, -2) };
  if (path.includes('.$')) throw storeFault('Location16410', `FieldPath field names may not start with '$': ${path}`);
  if (typeof value === 'boolean' || isNumeric(value))
    return { leaf: { kind: isTrue(value) ? 'include' : 'exclude' }, path };
  if (isDocument(value) && tools.filter !== undefined) {
    if (value.has('$meta')) throw notOffered('the projection operator $meta');
    if (value.has('$slice') && isFindSlice(value.get('$slice')!))
      return { leaf: { kind: 'slice', slice: slicer(value.get('$slice')!) }, path };
    if (value.has('$elemMatch'))
      return { leaf: { kind: 'elemMatch', test: elementTest(value.get('$elemMatch')!) }, path };
  }
  const operator = isDocument(value) ? value.keys().next().value : undefined;
  if (operator !== undefined && !tools.isOperator(operator))
    throw storeFault('Location31325', `Unknown expression ${operator}`);
  return { leaf: { kind: 'compute', compute: tools.expression(value) }, path };
}

function isFindSlice(argument: Value): boolean {
  return isNumeric(argument) || (Array.isArray(argument) && argument.length === 2 && argument.every(isNumeric));
}

/** `$slice: n` or `$slice: [skip, n]`; below zero counts from the end. */
function slicer(argument: Value): (array: Value[]) => Value[] {
  if (isNumeric(argument)) {
    const count = toNumber(argument);
    return (array) => (count < 0 ? array.slice(count) : array.slice(0, count));
  }
  const [skip, count] = (argument as number[]).map(toNumber) as [number, number];
  if (count <= 0) throw storeFault('BadValue', '$slice limit must be positive');
  return (array) => {
    const start = skip < 0 ? Math.max(0, array.length + skip) : skip;
    return array.slice(start, start + count);
  };
}

function plant(tree: Tree, path: string, leaf: Leaf): void {
  let at = tree;
  const parts = path.split('.');
  parts.forEach((part, i) => {
    if (part === '') throw storeFault('Location16410', `FieldPath must not have an empty part: ${path}`);
    const existing = at.get(part);
    const last = i === parts.length - 1;
    if (existing !== undefined && last) throw storeFault('Location31250', `Path collision at ${path}`);
    if (existing !== undefined && !(existing instanceof Map))
      throw storeFault('Location31249', `Path collision at ${path} remaining portion ${parts.slice(i + 1).join('.')}`);
    if (last) return void at.set(part, leaf);
    const next: Tree = existing ?? new Map<string, Tree | Leaf>();
    at.set(part, next);
    at = next;
  });
}

function projectBy(tree: Tree, including: boolean, filter: Document | undefined): Project {
  const paths = positionPaths(tree, '');
  return (document) => {
    const positions = new Map(paths.map((path) => [path, positionOf(document, path, filter!)]));
    const pass = { root: document, positions };
    return including ? include(document, tree, pass, '') : exclude(document, tree, pass, '');
  };
}

function positionPaths(tree: Tree, prefix: string): string[] {
  return [...tree].flatMap(([name, node]) =>
    node instanceof Map ? positionPaths(node, `${prefix}${name}.`) : node.kind === 'position' ? [prefix + name] : [],
  );
}

function positionOf(document: Document, path: string, filter: Document): number | undefined {
  const position = matchedPosition(document, path, filter);
  if (position === undefined && Array.isArray(valueAt(document, path)))
    throw storeFault(
      'BadValue',
      `Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array`,
    );
  return position;
}

/** What a projection knows of the document it runs on. */
interface Pass {
  readonly root: Document;
  /** By path: which element the positional `$` stands for. */
  readonly positions: ReadonlyMap<string, number | undefined>;
}

function include(value: Document, tree: Tree, pass: Pass, prefix: string): Document {
  const result: Document = new Map();
  for (const [name, inner] of value) {
    const node = tree.get(name);
    if (node === undefined) continue;
    const kept =
      node instanceof Map
        ? within(inner, (one) => include(one, node, pass, `${prefix}${name}.`), hasCompute(node) ? 'replace' : 'drop')
        : apply(node, inner, pass, prefix + name);
    if (kept !== undefined) result.set(name, kept);
  }
  for (const [name, node] of tree) {
    if (result.has(name)) continue;
    const computed =
      node instanceof Map || !value.has(name) ? missingField(node, pass, `${prefix}${name}.`) : undefined;
    if (computed !== undefined) result.set(name, computed);
  }
  return result;
}

/** A computed field that the document does not have; it stands after those it has. */
function missingField(node: Tree | Leaf, pass: Pass, prefix: string): Value | undefined {
  if (node instanceof Map) return hasCompute(node) ? include(new Map(), node, pass, prefix) : undefined;
  return node.kind === 'compute' ? node.compute(pass.root) : undefined;
}

function hasCompute(tree: Tree): boolean {
  return [...tree.values()].some((node) => (node instanceof Map ? hasCompute(node) : node.kind === 'compute'));
}

function exclude(value: Document, tree: Tree, pass: Pass, prefix: string): Document {
  const result: Document = new Map();
  for (const [name, inner] of value) {
    const node = tree.get(name);
    const kept =
      node === undefined
        ? inner
        : node instanceof Map
          ? within(inner, (one) => exclude(one, node, pass, `${prefix}${name}.`), 'keep')
          : apply(node, inner, pass, prefix + name);
    if (kept !== undefined) result.set(name, kept);
  }
  return result;
}

/** Applies to a document, or to each document of an array. @param others kept by an exclusion, dropped by an inclusion; in an array a computed field takes their place */
function within(
  value: Value,
  project: (document: Document) => Document,
  others: 'keep' | 'drop' | 'replace',
): Value | undefined {
  if (isDocument(value)) return project(value);
  if (!Array.isArray(value)) return others === 'keep' ? value : undefined;
  return value
    .map((element) => {
      const inner = within(element, project, others);
      return inner === undefined && others === 'replace' ? project(new Map()) : inner;
    })
    .filter((element) => element !== undefined);
}

function apply(leaf: Leaf, value: Value, { root, positions }: Pass, path: string): Value | undefined {
  switch (leaf.kind) {
    case 'include':
      return value;
    case 'exclude':
      return undefined;
    case 'compute':
      return leaf.compute(root);
    case 'slice':
      return Array.isArray(value) ? leaf.slice(value) : value;
    case 'elemMatch':
      return firstMatch(value, leaf.test);
    case 'position':
      return elementAt(value, positions.get(path));
  }
}

function elementAt(value: Value, position: number | undefined): Value {
  return Array.isArray(value) && position !== undefined ? [value[position]!] : value;
}

function firstMatch(value: Value, test: (value: Value) => boolean): Value | undefined {
  const index = Array.isArray(value) ? value.findIndex(test) : -1;
  return index < 0 ? undefined : [(value as Value[])[index]!];
}
