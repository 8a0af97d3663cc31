/** A random operation over a schema: aliases that clash with keys, fragments, @skip and @include, arguments and variables. */
import {
  doTypesOverlap,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Question } from './federation.ts';
import type { Random } from './random.ts';

const ALIASES = ['a', 'b', 'id', 'code', 'part', 'f0', 'f1', 'q3', '__proto__', 'constructor', 'toString', 'c__as'];

/** @param places true for the same names through other parents, and fragments on other interfaces */
export function randomQuery(schema: GraphQLSchema, random: Random, places: boolean): Question {
  return new QueryWriter(schema, random, places).write();
}

class QueryWriter {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  readonly #places: boolean;
  readonly #fragments: string[] = [];
  readonly #used = new Set<string>();

  constructor(schema: GraphQLSchema, random: Random, places: boolean) {
    this.#schema = schema;
    this.#random = random;
    this.#places = places;
  }

  write(): Question {
    const all = this.#places && this.#random.chance(0.5) ? this.#schema.getQueryType()!.getFields()['all'] : undefined;
    const body = all
      ? `{ all { ${this.#twins(getNamedType(all.type) as GraphQLAbstractType, 2)} __typename } }`
      : this.#selections(this.#schema.getQueryType()!, 5);
    const known = { yes: 'Boolean!', maybe: 'Boolean = true', n: 'Int', m: 'Int = 2' };
    const declared = Object.entries(known)
      .filter(([name]) => this.#used.has(name))
      .map(([name, type]) => `$${name}: ${type}`);
    const variables: Record<string, unknown> = { yes: this.#random.chance(0.5) };
    if (this.#random.chance(0.5)) variables['maybe'] = this.#random.chance(0.5);
    if (this.#random.chance(0.5)) variables['n'] = this.#random.below(4);
    return {
      query: [`query Q${declared.length > 0 ? `(${declared.join(', ')})` : ''} ${body}`, ...this.#fragments].join('\n'),
      variables,
    };
  }

  #selections(type: GraphQLCompositeType, depth: number): string {
    const random = this.#random;
    const lines: string[] = [];
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    for (let index = 0; index < random.between(1, 4); index++) {
      if (this.#places && isAbstractType(type) && random.chance(0.4)) lines.push(this.#twins(type, depth));
      else if (random.chance(0.2) || (fields.length === 0 && random.chance(0.3)))
        lines.push(`${this.#alias('__typename')}__typename${this.#directive()}`);
      else if (random.chance(0.3) || fields.length === 0) lines.push(this.#fragment(type, depth));
      else lines.push(this.#field(random.pick(fields), depth));
    }
    return `{ ${lines.filter(Boolean).join(' ') || '__typename'} }`;
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const named = getNamedType(field.type);
    if (isCompositeType(named) && depth === 0) return '';
    const below = isCompositeType(named) ? ` ${this.#selections(named, depth - 1)}` : '';
    return `${this.#alias(field.name)}${field.name}${this.#argument(field)}${this.#directive()}${below}`;
  }

  /** The same names below several types of an abstract one, each time asked for something else. */
  #twins(type: GraphQLAbstractType, depth: number): string {
    const types = this.#some(this.#schema.getPossibleTypes(type)).filter((one) => depth > 0 && one.getFields()['near']);
    return types
      .map(
        (one) =>
          `... on ${one.name} { ${this.#random.chance(0.3) ? 'id ' : ''}near${this.#directive()} { ${this.#below(one.getFields()['near']!, depth - 1)} } }`,
      )
      .join(' ');
  }

  #below(near: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(near.type) as GraphQLCompositeType;
    const types = isAbstractType(type) ? this.#some(this.#schema.getPossibleTypes(type)) : [type as GraphQLObjectType];
    return types
      .map((one) => {
        const { twin, near } = one.getFields();
        const more = depth > 0 && this.#random.chance(0.4) ? ` near { ${this.#below(near!, depth - 1)} }` : '';
        const other = this.#random.chance(0.3) ? ` ${this.#selections(one, 0).slice(2, -2)}` : '';
        return `... on ${one.name} { ${this.#random.pick(['', 'a: '])}twin${this.#argument(twin!)}${this.#directive()}${other}${more} }`;
      })
      .join(' ');
  }

  /** One or two of them. */
  #some(types: readonly GraphQLObjectType[]): readonly GraphQLObjectType[] {
    return [...new Set([this.#random.pick(types), this.#random.pick(types)])];
  }

  #alias(name: string): string {
    if (!this.#random.chance(0.25)) return '';
    const alias = this.#random.pick(ALIASES);
    return alias === name ? '' : `${alias}: `;
  }

  #argument(field: GraphQLField<unknown, unknown>): string {
    if (field.args.length === 0 || this.#random.chance(0.3)) return '';
    if (this.#random.chance(0.6)) return `(n: ${this.#random.below(4)})`;
    return `(n: ${this.#variable(this.#random.pick(['n', 'm']))})`;
  }

  #directive(): string {
    if (!this.#random.chance(0.12)) return '';
    const value = this.#random.chance(0.2)
      ? String(this.#random.chance(0.5))
      : this.#variable(this.#random.pick(['yes', 'maybe']));
    return ` @${this.#random.pick(['skip', 'include'])}(if: ${value})`;
  }

  #variable(name: string): string {
    this.#used.add(name);
    return `$${name}`;
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const condition = this.#condition(type);
    const body = this.#selections(condition, depth);
    if (!this.#random.chance(0.3))
      return `... ${this.#random.chance(0.15) && condition === type ? '' : `on ${condition.name}`}${this.#directive()} ${body}`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push('');
    this.#fragments[Number(name.slice(1))] = `fragment ${name} on ${condition.name} ${body}`;
    return `...${name}${this.#directive()}`;
  }

  #condition(type: GraphQLCompositeType): GraphQLCompositeType {
    if (this.#places && isAbstractType(type) && this.#random.chance(0.3)) return this.#random.pick(this.#beside(type));
    const related = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : this.#above(type);
    return this.#random.chance(0.3) || related.length === 0 ? type : this.#random.pick(related);
  }

  /** Interfaces and unions that share a type with this one; itself among them. */
  #beside(type: GraphQLAbstractType): readonly GraphQLCompositeType[] {
    return Object.values(this.#schema.getTypeMap()).filter(
      (other): other is GraphQLAbstractType => isAbstractType(other) && doTypesOverlap(this.#schema, other, type),
    );
  }

  #above(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    const all = Object.values(this.#schema.getTypeMap());
    return all.filter(
      (other): other is GraphQLCompositeType =>
        (isInterfaceType(other) || isUnionType(other)) && isObjectType(type) && this.#schema.isSubType(other, type),
    );
  }
}
