/**
 * A composition check of our own: a subgraph that counts people (`@aggregate`) states that it perturbs its counts, and how
 * (`@perturbs`). The gateway hides a small count that is not perturbed, but cannot recognise a large one: only its owner knows. The
 * check reads the subgraphs' own SDL, since composition would merge their statements into one.
 */
import { Kind, type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode } from 'graphql';
import { argumentsIn, namesOfDirectives, hasFields, PRIVACY, type ProtectionProblem } from './protection.ts';

/** @returns a problem for each subgraph that counts people and does not state how it perturbs, at its first count */
export function perturbationProblems(
  subgraphs: readonly { readonly name: string; readonly typeDefs: DocumentNode }[],
): readonly ProtectionProblem[] {
  return subgraphs.flatMap(({ name, typeDefs }) => {
    const count = firstCount(typeDefs);
    return count === undefined || saysHow(typeDefs) ? [] : [problem(count, name)];
  });
}

function saysHow(document: DocumentNode): boolean {
  const perturbs = namesOfDirectives(document)(PRIVACY, 'perturbs');
  const directives = document.definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION ? (node.directives ?? []) : [],
  );
  return directives.some((each) => {
    const { by } = argumentsIn(each);
    return each.name.value === perturbs && typeof by === 'string' && by.trim() !== '';
  });
}

/** By its coordinate. A total for everybody (`minimum: 0`) is no reason, nor is a count of another subgraph. */
function firstCount(document: DocumentNode): string | undefined {
  const nameOf = namesOfDirectives(document);
  const [aggregate, external] = [
    nameOf(PRIVACY, 'aggregate'),
    nameOf('https://specs.apollo.dev/federation', 'external'),
  ];
  const types = document.definitions.filter((node) => hasFields(node) || isExtension(node)) as readonly {
    name: { value: string };
    fields?: readonly FieldDefinitionNode[];
  }[];
  for (const { name, fields = [] } of types) {
    const count = fields.find(
      ({ directives = [] }) =>
        directives.some((each) => each.name.value === aggregate && !isTotal(each)) &&
        !directives.some((each) => each.name.value === external),
    );
    if (count !== undefined) return `${name.value}.${count.name.value}`;
  }
  return undefined;
}

const isExtension = ({ kind }: { readonly kind: Kind }): boolean =>
  kind === Kind.OBJECT_TYPE_EXTENSION || kind === Kind.INTERFACE_TYPE_EXTENSION;

const isTotal = (aggregate: ConstDirectiveNode): boolean => argumentsIn(aggregate).minimum === 0;

function problem(coordinate: string, subgraph: string): ProtectionProblem {
  return {
    rule: 'PERTURBATION_UNSTATED',
    coordinate,
    message: `is a count over people of the subgraph ${subgraph}, which does not say how it perturbs its counts; add extend schema @perturbs(by: "…")`,
  };
}
