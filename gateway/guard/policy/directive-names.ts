/**
 * Names of directives in a supergraph. A name by itself means nothing: `@requiresScopes` may be imported as `@needs`, and a subgraph may
 * define a `@policy` of its own that is no access rule. Only the `@link` to the specification counts.
 */
import { Kind, valueFromASTUntyped, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { linkedIdentity } from '../../../base/linked-identity.ts';

/** Identities of the specifications whose directives the guard reads: the link's URL without its version. */
export const SPECS = {
  authenticated: 'https://specs.apollo.dev/authenticated',
  requiresScopes: 'https://specs.apollo.dev/requiresScopes',
  policy: 'https://specs.apollo.dev/policy',
  context: 'https://specs.apollo.dev/context',
  join: 'https://specs.apollo.dev/join',
  privacy: 'https://sigap-graph.id/privacy',
  cache: 'https://sigap-graph.id/cache',
} as const;

/** @returns the name (without `@`) under which a directive of a spec appears, or undefined when the spec is not linked */
export type NameOf = (identity: string, directive: string) => string | undefined;

interface Link {
  readonly prefix: string;
  readonly imports: ReadonlyMap<string, string>;
}

/** Reads every `@link` of the schema definition and its extensions. @returns finds the name of a specification's directive */
export function directiveNames(supergraph: DocumentNode): NameOf {
  const links = new Map<string, Link>();
  for (const directive of linksOf(supergraph)) {
    const { url, as, import: imports } = argumentsOf(directive);
    if (typeof url !== 'string') continue;
    const identity = linkedIdentity(url);
    links.set(identity, {
      prefix: typeof as === 'string' ? as : identity.slice(identity.lastIndexOf('/') + 1),
      imports: readImports(imports),
    });
  }
  return (identity, directive) => {
    const link = links.get(identity);
    if (link === undefined) return undefined;
    // A directive with its specification's own name (`authenticated`) has no prefix: a rule of the link specification.
    return (
      link.imports.get(`@${directive}`) ??
      (identity.endsWith(`/${directive}`) ? link.prefix : `${link.prefix}__${directive}`)
    );
  };
}

/**
 * The directives of the schema that link: `@link` where it links itself, as in every supergraph that was composed. A directive that an agency composes
 * into it (`@note(url: "https://sigap-graph.id/privacy/v1.2", import: [])`) would rename everybody's masks otherwise.
 */
function linksOf({ definitions }: DocumentNode): readonly ConstDirectiveNode[] {
  const all = definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION ? (node.directives ?? []) : [],
  );
  const isItself = (directive: ConstDirectiveNode): boolean => {
    const { url } = argumentsOf(directive);
    return directive.name.value === 'link' && typeof url === 'string' && linkedIdentity(url) === LINK;
  };
  return all.some(isItself) ? all.filter(({ name }) => name.value === 'link') : all;
}

const LINK = 'https://specs.apollo.dev/link';

/** A directive's arguments as plain values, in an object without a prototype. */
export function argumentsOf(directive: ConstDirectiveNode): Record<string, unknown> {
  const values = Object.create(null) as Record<string, unknown>;
  for (const argument of directive.arguments ?? []) values[argument.name.value] = valueFromASTUntyped(argument.value);
  return values;
}

function readImports(imports: unknown): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const entry of Array.isArray(imports) ? imports : []) {
    const { name, as = name } = typeof entry === 'string' ? { name: entry } : (entry as { name?: string; as?: string });
    if (typeof name === 'string' && typeof as === 'string') names.set(name, as.replace(/^@/, ''));
  }
  return names;
}

/** Identities of the access rules that this guard enforces. A supergraph with other ones must not be served. */
export const ENFORCED_SPECS: readonly string[] = [SPECS.authenticated, SPECS.requiresScopes, SPECS.policy];
