/** Compares two SDL by what they say, not by how they are written: order, line breaks and `extend` are no difference. */
import { Kind, parse, print, visit, type DefinitionNode, type DirectiveNode } from 'graphql';

/** What a library of federation adds on its own. */
const ADDED =
  /^(?:_Any|_Service|_Entity|(?:federation|link)__\w+|FieldSet|_FieldSet|link|key|Query\._service|Query\._entities)\b|^schema @link\(url: "https:\/\/specs\.apollo\.dev\/link\//;

/** @returns every difference, `missing` of what is published and `more` than that; none where both say the same */
export function sdlDifferences(published: string, served: string): readonly string[] {
  const [due, got] = [statements(published), statements(served)];
  return [
    ...[...due].filter((each) => !got.has(each)).map((each) => `missing: ${each}`),
    ...[...got].filter((each) => !due.has(each) && !ADDED.test(each)).map((each) => `more: ${each}`),
  ];
}

function statements(sdl: string): Set<string> {
  const found = new Set<string>();
  for (const node of parse(sdl, { noLocation: true }).definitions)
    for (const each of statementsOf(node)) found.add(each);
  return found;
}

/** The definition of a directive is left out: what is applied of it is compared, and libraries print those they know differently. */
function statementsOf(node: DefinitionNode): string[] {
  if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    return applied('schema', node.directives);
  if (!('name' in node) || node.name === undefined || node.kind === Kind.DIRECTIVE_DEFINITION) return [];
  const name = node.name.value;
  const own = 'directives' in node ? applied(name, node.directives) : [];
  const described =
    'description' in node && node.description !== undefined ? [`${name} "${node.description.value}"`] : [];
  return [...own, ...described, ...partsOf(name, node)];
}

function partsOf(name: string, node: DefinitionNode): string[] {
  if ('values' in node) return (node.values ?? []).map((value) => `${name}.${printed(value)}`);
  if ('types' in node) return (node.types ?? []).map((type) => `${name} = ${type.name.value}`);
  const interfaces = 'interfaces' in node ? (node.interfaces ?? []) : [];
  const fields = 'fields' in node ? (node.fields ?? []) : [];
  return [
    name,
    ...interfaces.map((each) => `${name} implements ${each.name.value}`),
    ...fields.map((field) => `${name}.${printed(field)}`),
  ];
}

function applied(name: string, directives: readonly DirectiveNode[] = []): string[] {
  return directives.map((directive) => `${name} ${printed(sorted(directive))}`);
}

/** @returns the directive with its arguments, and the lists of imports, in an order that does not depend on how it is written */
function sorted(directive: DirectiveNode): DirectiveNode {
  const names = [...(directive.arguments ?? [])].sort((one, other) => (one.name.value < other.name.value ? -1 : 1));
  const inner = names.map((argument) =>
    argument.value.kind === Kind.LIST
      ? { ...argument, value: { ...argument.value, values: [...argument.value.values].sort(byText) } }
      : argument,
  );
  return { ...directive, arguments: inner };
}

const byText = (one: Parameters<typeof print>[0], other: Parameters<typeof print>[0]): number =>
  print(one) < print(other) ? -1 : 1;

/** The descriptions of a field are part of it: partners read them. */
const printed = (node: Parameters<typeof print>[0]): string =>
  print(visit(node, { StringValue: (text) => ({ ...text, block: false }) })).replaceAll(/\s+/g, ' ');
