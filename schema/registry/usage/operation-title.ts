import { Kind, parse } from 'graphql';

/** How many fields stand for an operation without a name. */
const MOST_FIELDS = 3;

/** @returns what people know an operation by: its name, or the fields that it begins with. @param document has no value that a client wrote */
export function operationTitle(name: string | null, document: string): string {
  if (name !== null) return name;
  try {
    const operation = parse(document, { noLocation: true }).definitions.find(
      (node) => node.kind === Kind.OPERATION_DEFINITION,
    );
    const fields = (operation?.selectionSet.selections ?? []).map((node) =>
      node.kind === Kind.FIELD
        ? node.name.value
        : `...${node.kind === Kind.FRAGMENT_SPREAD ? node.name.value : (node.typeCondition?.name.value ?? '')}`,
    );
    const more = fields.length > MOST_FIELDS ? ' …' : '';
    return `{ ${[...new Set(fields)].slice(0, MOST_FIELDS).join(' ')}${more} }`;
  } catch {
    return 'unnamed';
  }
}
