/**
 * The specifications a supergraph links, and what is called what by them. A directive's name says nothing (`@policy`
 * may be anybody's, `@requiresScopes` may be imported as `@needs`); the `@link` to its specification does.
 */
import { Kind, valueFromASTUntyped, type ConstDirectiveNode, type DocumentNode } from 'graphql';

export interface LinkedFeature {
  /** The specification's URL without its version: `https://specs.apollo.dev/policy`. */
  readonly identity: string;
  /** The whole URL, as written. */
  readonly url: string;
  /** Whoever does not understand a feature `for` one of these must not use the schema. */
  readonly purpose: 'SECURITY' | 'EXECUTION' | undefined;
  /** True for the name (without `@`) of a directive of this specification. */
  isDirective(name: string): boolean;
  /** True for the name of a type of this specification. */
  isType(name: string): boolean;
}

interface LinkArguments {
  readonly url?: unknown;
  /** What `@core`, the older `@link`, called `url`. */
  readonly feature?: unknown;
  readonly as?: unknown;
  readonly for?: unknown;
  readonly import?: unknown;
}

/** Every specification linked on the schema definition or an extension of it. */
export function linkedFeatures(document: DocumentNode): LinkedFeature[] {
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) return [];
    return (definition.directives ?? []).flatMap((directive) => featureOf(directive) ?? []);
  });
}

/** The feature a directive of the schema definition links, whatever the directive is called. */
export function featureOf(directive: ConstDirectiveNode): LinkedFeature | undefined {
  const given: LinkArguments = argumentsOf(directive);
  const url = given.url ?? given.feature;
  if (typeof url !== 'string') return undefined;
  const identity = url.replace(/\/+$/, '').replace(/\/v\d+(\.\d+)*$/, '');
  const prefix = typeof given.as === 'string' ? given.as : identity.slice(identity.lastIndexOf('/') + 1);
  const imported = importedNames(given.import);
  return {
    identity,
    url,
    purpose: given.for === 'SECURITY' || given.for === 'EXECUTION' ? given.for : undefined,
    isDirective: (name) => imported.has(`@${name}`) || name === prefix || name.startsWith(`${prefix}__`),
    isType: (name) => imported.has(name) || name.startsWith(`${prefix}__`),
  };
}

function argumentsOf(directive: ConstDirectiveNode): LinkArguments {
  return Object.fromEntries(
    (directive.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
}

/** The names imports have in this schema: `{ name: "@requiresScopes", as: "@needs" }` is `@needs`. */
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
