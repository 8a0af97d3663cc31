/**
 * A composition check of our own: that a row exists, and where a page ends, reveals something about the persons of the rows. So the rows
 * of a page of persons (`edges`) and its `pageInfo` are personal too, and reading them is recorded.
 */
import { parse, type DocumentNode, type FieldDefinitionNode } from 'graphql';
import { namesOfDirectives, hasFields, named, PRIVACY, type SdlNode, type ProtectionProblem } from './protection.ts';

/** @returns every page of persons whose rows or end could be read without a record */
export function pageProblems(supergraphSdl: string): readonly ProtectionProblem[] {
  const document = parse(supergraphSdl, { noLocation: true });
  const types = new Map(document.definitions.filter(hasFields).map((node) => [node.name.value, node]));
  return [...types.values()].flatMap((page) => problemsOf(page, types, personalIn(document)));
}

function problemsOf(
  page: SdlNode,
  types: ReadonlyMap<string, SdlNode>,
  isPersonal: (...nodes: (SdlNode | FieldDefinitionNode | undefined)[]) => boolean,
): ProtectionProblem[] {
  const edge = types.get(typeOf(page, 'edges') ?? '');
  const row = types.get(edge === undefined ? '' : (typeOf(edge, 'node') ?? ''));
  if (edge === undefined || row === undefined || !isPersonal(row)) return [];
  const pageInfo = fieldOf(page, 'pageInfo');
  return [
    ...(isPersonal(edge) ? [] : [problem(edge.name.value, 'is a row of persons; add @personal(subject: "node")')]),
    ...(pageInfo === undefined || isPersonal(page, pageInfo)
      ? []
      : [problem(`${page.name.value}.pageInfo`, 'states where a list of persons ends; add @personal')]),
  ];
}

function personalIn(document: DocumentNode): (...nodes: (SdlNode | FieldDefinitionNode | undefined)[]) => boolean {
  const personal = namesOfDirectives(document)(PRIVACY, 'personal');
  return (...nodes) => nodes.some((node) => node?.directives?.some(({ name }) => name.value === personal));
}

function fieldOf(type: SdlNode, field: string): FieldDefinitionNode | undefined {
  return type.fields?.find(({ name }) => name.value === field);
}

function typeOf(type: SdlNode, field: string): string | undefined {
  const found = fieldOf(type, field);
  return found && named(found.type);
}

function problem(coordinate: string, message: string): ProtectionProblem {
  return { rule: 'PAGE_UNRECORDED', coordinate, message };
}
