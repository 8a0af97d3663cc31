/** Every definition of an SDL that may have a description, with its coordinate. */
import {
  Kind,
  visit,
  type ASTNode,
  type ASTVisitor,
  type ConstDirectiveNode,
  type DocumentNode,
  type StringValueNode,
} from 'graphql';

/** A type, field, argument, value or directive. */
export interface Described {
  readonly coordinate: string;
  readonly kind: Kind;
  readonly description: StringValueNode | undefined;
  readonly directives: readonly ConstDirectiveNode[];
  /** Places in the text, from the description's first character to the last of the definition. */
  readonly start: number;
  readonly end: number;
}

/** @returns the definitions of a document, outer ones before what is in them; extensions have no description of their own */
export function describedIn(document: DocumentNode): readonly Described[] {
  const found: Described[] = [];
  const above: string[] = [];
  let isOfDirective = false;
  const visitor: ASTVisitor = {
    enter(node) {
      if (!isNamed(node)) return;
      if (above.length === 0) isOfDirective = node.kind === Kind.DIRECTIVE_DEFINITION;
      above.push(node.name.value);
      found.push({
        coordinate: coordinate(isOfDirective, above),
        kind: node.kind,
        description: node.description,
        directives: node.directives ?? [],
        start: node.loc?.start ?? 0,
        end: node.loc?.end ?? 0,
      });
    },
    leave(node) {
      if (isNamed(node)) above.pop();
    },
  };
  visit(document, visitor);
  return found;
}

interface NamedNode {
  readonly kind: Kind;
  readonly name: { readonly value: string };
  readonly description?: StringValueNode;
  readonly directives?: readonly ConstDirectiveNode[];
  readonly loc?: { readonly start: number; readonly end: number };
}

function isNamed(node: ASTNode): node is ASTNode & NamedNode {
  // `query: Query` of a schema definition has the kind OperationTypeDefinition, and no name.
  return /^(?!Operation).*(TypeDefinition|TypeExtension|FieldDefinition|InputValueDefinition|EnumValueDefinition|DirectiveDefinition)$/.test(
    node.kind,
  );
}

function coordinate(isOfDirective: boolean, [type, field, argument]: readonly string[]): string {
  if (isOfDirective) return field === undefined ? `@${type}` : `@${type}(${field}:)`;
  if (argument !== undefined) return `${type}.${field}(${argument}:)`;
  return field === undefined ? type! : `${type}.${field}`;
}
