/** Operations as clients of ours could have asked them: the shipped ones, and others made from the schema, each valid and each different. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { UsedOperation } from '../../../schema/checks/check-input.ts';

const FOLDER = 'schema/operations';

/** @returns the questions that are shipped, without clients */
export function shippedOperations(): readonly UsedOperation[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => ({
      name: file.replace('.graphql', ''),
      document: readFileSync(join(FOLDER, file), 'utf8'),
      clients: [],
    }));
}

/** @returns this many operations, the shipped ones first; the same ones each time */
export function recordedOperations(schema: GraphQLSchema, count: number): readonly UsedOperation[] {
  const shipped = shippedOperations();
  const roots = Object.values(schema.getQueryType()!.getFields());
  const seen = new Set<string>();
  const made: UsedOperation[] = [];
  for (let seed = 1; made.length < count - shipped.length; seed++) {
    const document = new Maker(seed).operation(roots[seed % roots.length]!);
    if (seen.has(document.replace(/^query \w+/, ''))) continue;
    seen.add(document.replace(/^query \w+/, ''));
    made.push({
      name: `Made${seed}`,
      document,
      clients: [{ name: `client-${seed % 7}`, version: '1', count: (seed * 37) % 1_000 }],
    });
  }
  return [...shipped, ...made];
}

class Maker {
  readonly #seed: number;
  readonly #variables: string[] = [];
  #state: number;

  constructor(seed: number) {
    this.#seed = seed;
    this.#state = seed * 2_654_435_761;
  }

  operation(root: GraphQLField<unknown, unknown>): string {
    const body = this.#field(root, 4) ?? '__typename';
    const variables = this.#variables.length === 0 ? '' : `(${this.#variables.join(', ')})`;
    return `query Made${this.#seed}${variables} { ${body} }`;
  }

  /** @returns undefined for a field whose object has nothing that can be selected at this depth */
  #field(field: GraphQLField<unknown, unknown>, depth: number): string | undefined {
    const type = getNamedType(field.type);
    const inner = isLeafType(type) ? '' : isObjectType(type) ? this.#selection(type, depth) : undefined;
    if (inner === undefined) return undefined;
    const given = field.args.filter(isRequiredArgument).map(({ name, type: declared }) => {
      this.#variables.push(`$v${this.#variables.length}: ${String(declared)}`);
      return `${name}: $v${this.#variables.length - 1}`;
    });
    return `${field.name}${given.length === 0 ? '' : `(${given.join(', ')})`}${inner}`;
  }

  #selection(type: GraphQLObjectType, depth: number): string | undefined {
    const fields = Object.values(type.getFields());
    const chosen = fields
      .filter(({ type: of }) => (isLeafType(getNamedType(of)) ? this.#next(2) : depth > 0 && this.#next(3)) === 0)
      .slice(0, 6)
      .flatMap((field) => this.#field(field, depth - 1) ?? []);
    return ` { ${chosen.length === 0 ? '__typename' : chosen.join(' ')} }`;
  }

  /** A linear congruence: 0 to the bound less one. */
  #next(bound: number): number {
    this.#state = (this.#state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((this.#state / 2_147_483_648) * bound);
  }
}
