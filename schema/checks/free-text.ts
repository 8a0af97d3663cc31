/**
 * A composition check of our own: free text about a person is personal too. A leaf of personal data that can hold text (String, ID,
 * a scalar that is not GraphQL's own) is masked, or its owner has stated that it is harmless and why. An enum, a number or a boolean
 * holds no text. A mask that depends on another field must find it.
 */
import { Kind, parse, type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode } from 'graphql';
import {
  argumentsIn,
  namesOfDirectives,
  hasFields,
  named,
  PRIVACY,
  type SdlNode,
  type ProtectionProblem,
} from './protection.ts';

const TEXTLESS = new Set(['Int', 'Float', 'Boolean']);

/** @returns every leaf of personal data that can hold text and states nothing about it, and every mask that names a missing field */
export function freeTextProblems(supergraphSdl: string): readonly ProtectionProblem[] {
  return new TextReader(parse(supergraphSdl, { noLocation: true })).problems();
}

class TextReader {
  readonly #types: ReadonlyMap<string, SdlNode>;
  /** Leaf types that hold no text about anybody. */
  readonly #textless: ReadonlySet<string>;
  readonly #nameOf: ReturnType<typeof namesOfDirectives>;

  constructor(document: DocumentNode) {
    this.#nameOf = namesOfDirectives(document);
    this.#types = new Map(document.definitions.filter(hasFields).map((node) => [node.name.value, node]));
    const textless = document.definitions.flatMap((node) => {
      if (node.kind === Kind.ENUM_TYPE_DEFINITION) return [node.name.value];
      return node.kind === Kind.SCALAR_TYPE_DEFINITION && this.#reasonIn(node.directives) ? [node.name.value] : [];
    });
    this.#textless = new Set([...TEXTLESS, ...textless]);
  }

  problems(): readonly ProtectionProblem[] {
    return [...this.#types.values()].flatMap((type) =>
      (type.fields ?? []).flatMap((field) => [...this.#unstated(type, field), ...this.#unknown(type, field)]),
    );
  }

  #unstated(type: SdlNode, field: FieldDefinitionNode): ProtectionProblem[] {
    const isPersonal = [type, field].some(({ directives }) => this.#applied(directives, 'personal') !== undefined);
    const holdsText = !this.#types.has(named(field.type)) && !this.#textless.has(named(field.type));
    if (
      !isPersonal ||
      !holdsText ||
      this.#applied(field.directives, 'mask') !== undefined ||
      this.#reasonIn(field.directives)
    )
      return [];
    return [
      problem(
        'TEXT_UNSTATED',
        type,
        field,
        'is personal and can hold text; add @mask(as: …), or @harmless(because: "…") where it holds nothing about a person',
      ),
    ];
  }

  #unknown(type: SdlNode, field: FieldDefinitionNode): ProtectionProblem[] {
    const { as, by, of } = this.#applied(field.directives, 'mask') ?? {};
    if (as !== 'BY_FIELD') return [];
    const sibling = type.fields?.find(({ name }) => name.value === by);
    if (sibling === undefined || this.#types.has(named(sibling.type)))
      return [
        problem(
          'MASK_UNKNOWN_FIELD',
          type,
          field,
          `is masked by ${String(by)}, which is no leaf of ${type.name.value}`,
        ),
      ];
    return this.#types.has(String(of))
      ? []
      : [
          problem(
            'MASK_UNKNOWN_FIELD',
            type,
            field,
            `is masked as a field of ${String(of)}, which is no type with fields`,
          ),
        ];
  }

  #reasonIn(directives: readonly ConstDirectiveNode[] | undefined): boolean {
    const reason = this.#applied(directives, 'harmless')?.because;
    return typeof reason === 'string' && reason.trim() !== '';
  }

  #applied(
    directives: readonly ConstDirectiveNode[] | undefined,
    directive: string,
  ): Record<string, unknown> | undefined {
    const found = directives?.find(({ name }) => name.value === this.#nameOf(PRIVACY, directive));
    return found && argumentsIn(found);
  }
}

function problem(
  rule: ProtectionProblem['rule'],
  type: SdlNode,
  field: FieldDefinitionNode,
  message: string,
): ProtectionProblem {
  return { rule, coordinate: `${type.name.value}.${field.name.value}`, message };
}
