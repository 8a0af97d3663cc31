/** Projections: inclusion or exclusion, and computed fields. */
import { storeFault, notOffered } from '../errors.ts';
import { isDocument, isNumeric, type Document, type Value } from '../value/types.ts';
import { isTrue } from './match.ts';

/** A compiled projection. */
export type Project = (document: Document) => Document;
type Leaf =
  | { readonly kind: 'include' | 'exclude' }
  | { readonly kind: 'compute'; readonly compute: (document: Document) => Value | undefined };
/** A projection as a tree of fields. */
type Tree = Map<string, Tree | Leaf>;

/** What a projection needs of its command. */
export interface ProjectionTools {
  /** Compiles an aggregation expression. */
  readonly expression: (expression: Value) => (document: Document) => Value | undefined;
  /** Whether an expression operator has this name. */
  readonly isOperator: (name: string) => boolean;
  /** Whether it is one of a find, whose own operators MongoDB has and this store refuses. */
  readonly ofFind: boolean;
}

/** Makes a function of a projection. @returns `undefined` when it leaves documents as they are @throws StoreError Location31249, Location31253, Location31254 … */
export function compileProjection(spec: Document, tools: ProjectionTools): Project | undefined {
  if (spec.size === 0) return undefined;
  const tree: Tree = new Map();
  let including: boolean | undefined;
  let idLeaf: Leaf | undefined;
  for (const [path, value] of flattened(spec, tools)) {
    const leaf = leafOf(path, value, tools);
    if (path === '_id') idLeaf = leaf;
    else including = agreed(including, leaf.kind !== 'exclude', path);
    if (path !== '_id' || leaf.kind === 'compute') plant(tree, path, leaf);
  }
  including ??= idLeaf?.kind !== 'exclude';
  if (idLeaf?.kind === 'exclude' && !including) tree.set('_id', idLeaf);
  if (including && idLeaf?.kind !== 'exclude' && !tree.has('_id')) tree.set('_id', { kind: 'include' });
  return including ? (document) => include(document, tree, document) : (document) => exclude(document, tree, document);
}

function agreed(including: boolean | undefined, decides: boolean, path: string): boolean {
  if (including !== undefined && including !== decides) {
    throw storeFault(
      decides ? 'Location31253' : 'Location31254',
      `Cannot do ${decides ? 'inclusion' : 'exclusion'} on field ${path} in ${including ? 'inclusion' : 'exclusion'} projection`,
    );
  }
  return decides;
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

function leafOf(path: string, value: Value, tools: ProjectionTools): Leaf {
  if (tools.ofFind && path.endsWith('.$')) throw notOffered('the positional $ of a projection');
  if (path.includes('.$')) throw storeFault('Location16410', `FieldPath field names may not start with '$': ${path}`);
  if (typeof value === 'boolean' || isNumeric(value)) return { kind: isTrue(value) ? 'include' : 'exclude' };
  const operator = isDocument(value) ? value.keys().next().value : undefined;
  if (tools.ofFind && operator === '$elemMatch') throw notOffered('the projection operator $elemMatch');
  if (operator !== undefined && !tools.isOperator(operator))
    throw storeFault('Location31325', `Unknown expression ${operator}`);
  return { kind: 'compute', compute: tools.expression(value) };
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

/** @param root the whole document, which computed fields read */
function include(value: Document, tree: Tree, root: Document): Document {
  const result: Document = new Map();
  for (const [name, inner] of value) {
    const node = tree.get(name);
    if (node === undefined) continue;
    const kept =
      node instanceof Map
        ? within(inner, (one) => include(one, node, root), hasCompute(node) ? 'replace' : 'drop')
        : apply(node, inner, root);
    if (kept !== undefined) result.set(name, kept);
  }
  for (const [name, node] of tree) {
    if (result.has(name)) continue;
    const computed = node instanceof Map || !value.has(name) ? missingField(node, root) : undefined;
    if (computed !== undefined) result.set(name, computed);
  }
  return result;
}

/** A computed field that the document does not have; it stands after those it has. */
function missingField(node: Tree | Leaf, root: Document): Value | undefined {
  if (node instanceof Map) return hasCompute(node) ? include(new Map(), node, root) : undefined;
  return node.kind === 'compute' ? node.compute(root) : undefined;
}

function hasCompute(tree: Tree): boolean {
  return [...tree.values()].some((node) => (node instanceof Map ? hasCompute(node) : node.kind === 'compute'));
}

function exclude(value: Document, tree: Tree, root: Document): Document {
  const result: Document = new Map();
  for (const [name, inner] of value) {
    const node = tree.get(name);
    const kept =
      node === undefined
        ? inner
        : node instanceof Map
          ? within(inner, (one) => exclude(one, node, root), 'keep')
          : apply(node, inner, root);
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

function apply(leaf: Leaf, value: Value, root: Document): Value | undefined {
  if (leaf.kind === 'compute') return leaf.compute(root);
  return leaf.kind === 'include' ? value : undefined;
}
