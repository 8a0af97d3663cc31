/**
 * An operation as the registry is told of it: which fields, arguments, input fields and enum values it names, and no value that a client has
 * written. A literal may be a person's number as well as a variable, and so may an alias or the name of a variable.
 */
import { createHash } from 'node:crypto';
import {
  Kind,
  getOperationAST,
  parse,
  print,
  separateOperations,
  visit,
  type DocumentNode,
  type NameNode,
  type ValueNode,
} from 'graphql';
import { withoutNumbers } from '../../base/person-numbers.ts';
import type { OperationUsage } from './usage-report.ts';

/** A name that is longer is told as none. */
const MOST_NAME = 100;

/** @returns the operation of a document that has been prepared, so it has one by this name */
export function usedDocument(text: string, operationName: string | undefined): Omit<OperationUsage, 'clients'> {
  const operations = separateOperations(parse(text, { noLocation: true }));
  const [alone, own = alone!] = [Object.values(operations)[0], operations[operationName ?? '']];
  const name = toldName(getOperationAST(own)?.name?.value);
  const document = print(withoutValues(own, name));
  return { hash: createHash('sha256').update(document).digest('hex'), name, document };
}

/** @returns what a client calls something; null where it does not say, says too much, or says a number that may be a person's */
export function toldName(name: string | undefined): string | null {
  return name === undefined || name === '' || name.length > MOST_NAME || withoutNumbers(name) !== name ? null : name;
}

/** Names of the client's own, each replaced by its number in order of appearance. */
class Numbered {
  readonly #numbers = new Map<string, number>();
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  of(name: NameNode): NameNode {
    const number = this.#numbers.get(name.value) ?? this.#numbers.size + 1;
    this.#numbers.set(name.value, number);
    return { kind: Kind.NAME, value: `${this.#prefix}${number}` };
  }
}

function withoutValues(document: DocumentNode, operationName: string | null): DocumentNode {
  // An alias is `_1`: a field of a schema is hardly called so.
  const [aliases, variables, fragments] = [new Numbered('_'), new Numbered('v'), new Numbered('F')];
  return visit(document, {
    OperationDefinition: (operation) => ({
      ...operation,
      name: operationName === null ? undefined : { kind: Kind.NAME, value: operationName },
    }),
    FragmentDefinition: (fragment) => ({ ...fragment, name: fragments.of(fragment.name) }),
    FragmentSpread: (spread) => ({ ...spread, name: fragments.of(spread.name) }),
    Field: (field) => (field.alias === undefined ? undefined : { ...field, alias: aliases.of(field.alias) }),
    Variable: (variable) => ({ ...variable, name: variables.of(variable.name) }),
    StringValue: () => ({ kind: Kind.STRING, value: '' }),
    IntValue: () => ({ kind: Kind.INT, value: '0' }),
    FloatValue: () => ({ kind: Kind.FLOAT, value: '0.0' }),
    ListValue: { leave: (list) => ({ ...list, values: distinct(list.values) }) },
  });
}

/** Values that differed only in what is not told are one. */
function distinct(values: readonly ValueNode[]): ValueNode[] {
  return [...new Map(values.map((value) => [print(value), value])).values()];
}
