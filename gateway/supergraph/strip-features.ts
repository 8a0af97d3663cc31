/**
 * Strips a supergraph to what planning needs. `@apollo/gateway` refuses to load a supergraph that links an unknown specification for
 * SECURITY or EXECUTION, such as access control. And directives that no planner uses take memory in each planning thread.
 */
import { Kind, visit, type ConstDirectiveNode, type DefinitionNode, type DocumentNode } from 'graphql';
import { supergraphFault } from './errors.ts';
import { featureOf, linkedFeatures, type LinkedFeature } from './linked-features.ts';

const APOLLO = 'https://specs.apollo.dev/';

/** Identities of the specifications that planning needs. Our planner supports `context`; `@apollo/gateway` refuses it. */
export const PLANNING_FEATURES: ReadonlySet<string> = new Set(
  ['link', 'core', 'join', 'tag', 'inaccessible', 'context'].map((name) => APOLLO + name),
);

/** Identities of the access rules. They may be stripped only where the guard enforces them: see `checkEnforced`. */
export const ACCESS_FEATURES: readonly string[] = ['authenticated', 'requiresScopes', 'policy'].map(
  (name) => APOLLO + name,
);

/** Linked for EXECUTION, yet answers are right without them: they concern caching and cost. */
const HARMLESS: ReadonlySet<string> = new Set([`${APOLLO}cacheTag`, `${APOLLO}cost`]);

/**
 * Checks that every rule which a supergraph links is enforced.
 * @param enforced identities of the rules that the guard enforces
 * @throws CodedError SUPERGRAPH_NOT_ENFORCED where a linked rule is not
 */
export function checkEnforced(document: DocumentNode, enforced: Iterable<string>): void {
  const enforceable = new Set([...PLANNING_FEATURES, ...HARMLESS, ...enforced]);
  const unenforced = linkedFeatures(document).filter(
    ({ identity, purpose }) =>
      (purpose !== undefined || ACCESS_FEATURES.includes(identity)) && !enforceable.has(identity),
  );
  if (unenforced.length === 0) return;
  const urls = unenforced.map(({ url }) => url).join(', ');
  // The guard enforces every access rule, so one that is not enforced means that the guard is off.
  const isGuards = unenforced.some(({ identity }) => ACCESS_FEATURES.includes(identity));
  throw supergraphFault('SUPERGRAPH_NOT_ENFORCED', isGuards ? `expected GUARD to be on for ${urls}, got off` : urls);
}

/** @returns the document without the links, definitions, types and uses of every feature that is not in `kept` */
export function stripFeatures(document: DocumentNode, kept: ReadonlySet<string> = PLANNING_FEATURES): DocumentNode {
  const stripped = linkedFeatures(document).filter(({ identity }) => !kept.has(identity));
  if (stripped.length === 0) return document;
  const isOurs = (directive: ConstDirectiveNode): boolean =>
    stripped.some((feature) => feature.isDirective(directive.name.value));
  const definitions = document.definitions
    .filter((definition) => !isOf(stripped, definition))
    .map((definition) => {
      if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) return definition;
      return {
        ...definition,
        directives: definition.directives?.filter((directive) => !isStripped(featureOf(directive), kept)),
      };
    });
  return visit(
    { ...document, definitions },
    { Directive: (node) => (isOurs(node as ConstDirectiveNode) ? null : undefined) },
  );
}

function isStripped(feature: LinkedFeature | undefined, kept: ReadonlySet<string>): boolean {
  return feature !== undefined && !kept.has(feature.identity);
}

function isOf(features: readonly LinkedFeature[], definition: DefinitionNode): boolean {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION)
    return features.some((feature) => feature.isDirective(definition.name.value));
  const isType =
    definition.kind === Kind.SCALAR_TYPE_DEFINITION ||
    definition.kind === Kind.ENUM_TYPE_DEFINITION ||
    definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION;
  return isType && features.some((feature) => feature.isType(definition.name.value));
}
