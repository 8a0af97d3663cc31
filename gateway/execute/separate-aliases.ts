/**
 * A plan fetches keys and required fields under their own names beside what the client asks. A client's alias that is
 * such a name (`{ user { id: name } }`) or his arguments on such a field would take its place, and the planner does not
 * notice. Those response names are planned under another name, and get theirs back in the response.
 */
import {
  isInterfaceType, isObjectType, Kind, visit,
  type DocumentNode, type FieldNode, type GraphQLSchema,
} from 'graphql';
import { argumentOf, selectionsOf } from './required-arguments.ts';

const SUFFIX = '__as';

/**
 * @returns the operation as it has to be planned and compiled; the very document that was given when nothing clashes.
 * `clientName` undoes it.
 */
export function separateAliases(supergraph: GraphQLSchema, document: DocumentNode): DocumentNode {
  const own = planNames(supergraph);
  let found = false;
  const separated = visit(document, {
    Field: (node) => {
      if (!isClash(node, own)) return undefined;
      found = true;
      return { ...node, alias: { kind: Kind.NAME, value: `${(node.alias ?? node.name).value}${SUFFIX}` } };
    },
  });
  return found ? separated : document;
}

function isClash(node: FieldNode, own: ReadonlySet<string>): boolean {
  const name = (node.alias ?? node.name).value;
  // So that taking the suffix off is always right.
  if (name.endsWith(SUFFIX)) return true;
  return own.has(name) && (name !== node.name.value || (node.arguments?.length ?? 0) > 0);
}

/** The client's name for a response name of a separated operation. */
export function clientName(name: string): string {
  return name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name;
}

const known = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

/** Names a plan may fetch for itself: all in keys, @requires and contexts. */
function planNames(supergraph: GraphQLSchema): ReadonlySet<string> {
  let names = known.get(supergraph);
  if (!names) known.set(supergraph, (names = findPlanNames(supergraph)));
  return names;
}

function findPlanNames(supergraph: GraphQLSchema): ReadonlySet<string> {
  const names = new Set(['__typename']);
  const add = (fieldSet: string | undefined): void => {
    if (fieldSet !== undefined) visit(selectionsOf(fieldSet), { Field: ({ name }) => void names.add(name.value) });
  };
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const directive of type.astNode?.directives ?? []) if (directive.name.value === 'join__type') add(argumentOf(directive, 'key'));
    for (const field of Object.values(type.getFields())) {
      for (const directive of field.astNode?.directives ?? []) {
        if (directive.name.value !== 'join__field') continue;
        add(argumentOf(directive, 'requires'));
        visit(directive, { ObjectField: ({ name, value }) => { if (name.value === 'selection' && value.kind === Kind.STRING) add(value.value.trim().replace(/^\{|\}$/g, '')); } });
      }
    }
  }
  return names;
}
