/**
 * The specifications that a supergraph links, and the names of their directives and types in it. Any specification may define a
 * `@policy`, and `@requiresScopes` may be imported as `@needs`, so only the `@link` identifies a directive.
 */
import { Kind, valueFromASTUntyped, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { linkedIdentity } from '../../base/linked-identity.ts';

/** One linked specification. */
export interface LinkedFeature {
  /** The specification's URL without its version: `https://specs.apollo.dev/policy`. */
  readonly identity: string;
  /** The whole URL, as written. */
  readonly url: string;
  /** The link's `for`: a program that does not know a feature for one of these must not use the schema. */
  readonly purpose: 'SECURITY' | 'EXECUTION' | undefined;
  /** Whether a name (without `@`) is that of a directive of this specification. */
  isDirective(name: string): boolean;
  /** Whether a name is that of a type of this specification. */
  isType(name: string): boolean;
}

interface LinkArguments {
  readonly url?: unknown;
  /** The name of `url` in `@core`, the older `@link`. */
  readonly feature?: unknown;
  readonly as?: unknown;
  readonly for?: unknown;
  readonly import?: unknown;
}

/** Every specification linked on the schema definition or an extension of it. Where `@link` links itself, another directive with a URL is an agency's and links nothing. */
export function linkedFeatures(document: DocumentNode): LinkedFeature[] {
  const all = document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) return [];
    return (definition.directives ?? []).flatMap((directive) => {
      const feature = featureOf(directive);
      return feature === undefined ? [] : [{ feature, isLink: directive.name.value === 'link' }];
    });
  });
  const isLinked = all.some(({ feature, isLink }) => isLink && feature.identity === 'https://specs.apollo.dev/link');
  return all.filter(({ isLink }) => isLink || !isLinked).map(({ feature }) => feature);
}

/** The feature that a directive of the schema definition links, whatever the directive's name; undefined where it links none. */
export function featureOf(directive: ConstDirectiveNode): LinkedFeature | undefined {
  const link: LinkArguments = argumentsOf(directive);
  const url = link.url ?? link.feature;
  if (typeof url !== 'string') return undefined;
  const identity = linkedIdentity(url);
  const prefix = typeof link.as === 'string' ? link.as : identity.slice(identity.lastIndexOf('/') + 1);
  const imported = importedNames(link.import);
  return {
    identity,
    url,
    purpose: link.for === 'SECURITY' || link.for === 'EXECUTION' ? link.for : undefined,
    isDirective: (name) => imported.has(`@${name}`) || name === prefix || name.startsWith(`${prefix}__`),
    isType: (name) => imported.has(name) || name.startsWith(`${prefix}__`),
  };
}

function argumentsOf(directive: ConstDirectiveNode): LinkArguments {
  return Object.fromEntries(
    (directive.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
}

/** The imported names in this schema: `{ name: "@requiresScopes", as: "@needs" }` is `@needs`. */
function importedNames(imports: unknown): ReadonlySet<string> {
  const entries = Array.isArray(imports) ? (imports as unknown[]) : [];
  return new Set(
    entries.flatMap((entry) => {
      if (typeof entry === 'string') return entry;
      const { name, as } = (entry ?? {}) as { name?: unknown; as?: unknown };
      const here = as ?? name;
      return typeof here === 'string' ? here : [];
    }),
  );
}
