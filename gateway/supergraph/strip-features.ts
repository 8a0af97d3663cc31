/**
 * A supergraph as a planner takes it: only what is needed to plan is left. `@apollo/gateway` refuses to load a supergraph
 * that links a specification it does not know for SECURITY or EXECUTION (access control among them) and every directive
 * nobody plans with is dead weight in each planning thread.
 */
import { Kind, visit, type ConstDirectiveNode, type DefinitionNode, type DocumentNode } from 'graphql';
import { supergraphFault } from './errors.ts';
import { featureOf, linkedFeatures, type LinkedFeature } from './linked-features.ts';

const APOLLO = 'https://specs.apollo.dev/';

/** What planning is made of. `context` is planned by our planner; `@apollo/gateway` refuses it. */
export const PLANNING_FEATURES: ReadonlySet<string> = new Set(
  ['link', 'core', 'join', 'tag', 'inaccessible', 'context'].map((name) => APOLLO + name),
);

/** Rules about who may read what. Whoever strips them must say that something else keeps them. */
export const ACCESS_FEATURES: readonly string[] = ['authenticated', 'requiresScopes', 'policy'].map(
  (name) => APOLLO + name,
);

/** Linked for EXECUTION, yet an answer is right without it: it only says what may be cached. */
const HARMLESS: ReadonlySet<string> = new Set([`${APOLLO}cacheTag`, `${APOLLO}cost`]);

/**
 * @param enforced identities of the rules that the guard keeps
 * @throws CodedError SUPERGRAPH_NOT_ENFORCED when the supergraph links a rule that nobody keeps
 */
export function checkEnforced(document: DocumentNode, enforced: Iterable<string>): void {
  const kept = new Set([...PLANNING_FEATURES, ...HARMLESS, ...enforced]);
  const unkept = linkedFeatures(document).filter(
    ({ identity, purpose }) => (purpose !== undefined || ACCESS_FEATURES.includes(identity)) && !kept.has(identity),
  );
  if (unkept.length === 0) return;
  const urls = unkept.map(({ url }) => url).join(', ');
  // Rules of access are the guard's: one that it does not keep is one that it is not there to keep.
  const isGuards = unkept.some(({ identity }) => ACCESS_FEATURES.includes(identity));
  throw supergraphFault('SUPERGRAPH_NOT_ENFORCED', isGuards ? `expected GUARD to be on for ${urls}, got off` : urls);
}

/** @returns the document without the links, definitions, types and uses of every feature that is not kept */
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
