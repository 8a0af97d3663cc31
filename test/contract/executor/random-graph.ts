/**
 * A random graph cut into subgraphs at random, with data, from a seed. Each field's value is data[type][id][field], so
 * every subgraph that may answer it answers the same, and so does the uncut schema.
 */
import { GraphQLError, type GraphQLFieldResolver, type GraphQLTypeResolver } from 'graphql';
import type { Definitions, SubgraphDefinition } from './federation.ts';
import { BIG_SCALARS, bigKey, bigValue, isBigScalar } from './big-numbers.ts';
import { Random } from './random.ts';
import { needsOf, needsText, randomNeeds, type Needed, type Source } from './random-requires.ts';

/** One field of an entity or of a shared value type. */
interface Field {
  readonly name: string;
  /** Named type. */
  readonly type: string;
  /** `%` stands for the named type: `[%!]`. */
  readonly wrap: string;
  readonly kind: 'scalar' | 'entity' | 'value' | 'abstract';
  readonly hasArgument: boolean;
  /** Subgraphs that resolve it. */
  readonly owners: number[];
  /** What it is computed from. */
  readonly requires?: readonly Needed[];
  /** A scalar field of the entity it leads to, which its owner knows too. */
  readonly provides?: string;
}

interface Entity {
  readonly name: string;
  readonly fields: Field[];
  /** Key field sets by subgraph; a subgraph without one has the entity only as a stub if something leads there. */
  readonly keys: Map<number, string[]>;
  /** Key field sets that a subgraph does not answer to, and whether they are written before the others. */
  readonly barred: Map<number, { readonly set: string; readonly first: boolean }>;
  /** Fields that a @requires of a subgraph selects of this entity where it is an object in another. */
  readonly lent: Map<number, Set<string>>;
}

const SCALARS = ['Int', 'String', 'Boolean', 'Color', 'ID', 'Float'] as const;
const COLORS = ['RED', 'GREEN', 'BLUE'];
const WRAPS = ['%', '%', '%!', '[%]', '[%!]', '[%!]!', '%'];
/** Sets of key fields; every entity has all of these fields. */
const KEY_SETS = ['id', 'id', 'code', 'id code', 'part { no }'];
const INSTANCES = 3;

export interface RandomGraph {
  readonly definitions: Definitions;
  readonly fieldResolver: GraphQLFieldResolver<unknown, unknown>;
  readonly typeResolver: GraphQLTypeResolver<unknown, unknown>;
}

/** What graphs have had since when: a kept seed makes the graph it made, and new seeds have everything. */
export type Widening = 'requires' | 'faults' | 'numbers' | 'places' | 'sparing';
export const WIDENINGS: readonly Widening[] = ['requires', 'faults', 'numbers', 'places', 'sparing'];

export function randomGraph(seed: number, widenings: readonly Widening[] = WIDENINGS): RandomGraph {
  return new Graph(new Random(seed), new Set(widenings)).build();
}

class Graph {
  readonly #random: Random;
  readonly #subgraphs: number;
  readonly #entities: Entity[] = [];
  readonly #roots: Field[] = [];
  readonly #valueFields: Field[] = [];
  readonly #data = new Map<string, Record<string, unknown>>();
  readonly #members: string[];
  /** The subgraph that has a field on the interface as a whole, if any; and the one that defines the interface's key. */
  readonly #interfaceObject: { readonly at: number; readonly home: number } | undefined;

  /** Names of fields that others are computed from, by their type. */
  readonly #needed = new Map<string, Set<string>>();
  readonly #widenings: ReadonlySet<Widening>;
  /** Whether `code`, a key of some subgraphs, is a number beyond 2^53. */
  readonly #hasBigKeys: boolean;
  /** A second interface, of some of the first one's types; it may be one of the first itself. */
  #side: { readonly members: readonly string[]; readonly isBelow: boolean } | undefined;

  constructor(random: Random, widenings: ReadonlySet<Widening>) {
    this.#random = random;
    this.#widenings = widenings;
    this.#hasBigKeys = widenings.has('numbers') && random.chance(0.5);
    this.#subgraphs = random.between(2, 5);
    const names = Array.from({ length: random.between(2, 4) }, (_, index) => `E${index}`);
    this.#members = names.slice(0, random.between(1, names.length));
    if (random.chance(0.3)) {
      const at = random.below(this.#subgraphs);
      this.#interfaceObject = { at, home: (at + random.between(1, this.#subgraphs - 1)) % this.#subgraphs };
    }
    for (const name of names) this.#entities.push(this.#entity(name, names));
    this.#valueFields.push(...['x', 'y', 'z'].map((name) => this.#scalarField(name, this.#everywhere())));
    if (widenings.has('places')) this.#widenPlaces(names);
    if (widenings.has('requires')) for (const entity of this.#entities) this.#widenRequires(entity);
    for (let index = 0; index < random.between(2, 4); index++)
      this.#roots.push(this.#reference(`r${index}`, names, [random.below(this.#subgraphs)]));
    for (const entity of this.#entities) for (let index = 0; index < INSTANCES; index++) this.#fill(entity, index);
  }

  #everywhere(): number[] {
    return Array.from({ length: this.#subgraphs }, (_, index) => index);
  }

  #entity(name: string, names: readonly string[]): Entity {
    const random = this.#random;
    const keys = new Map<number, string[]>();
    // Half of the entities have one key everywhere; the others need a chain of keys, which not every cut offers.
    const first = random.chance(0.6) ? ['id'] : [];
    for (const subgraph of this.#everywhere()) {
      if (subgraph !== this.#interfaceObject?.at && random.chance(0.65))
        keys.set(subgraph, [
          ...new Set([...first, random.pick(KEY_SETS), ...(random.chance(0.4) ? [random.pick(KEY_SETS)] : [])]),
        ]);
    }
    if (keys.size === 0) keys.set(this.#interfaceObject?.home ?? 0, ['id']);
    const homes = [...keys.keys()];
    const fields: Field[] = [];
    for (let index = 0; index < random.between(2, 5); index++) {
      const owners = [random.pick(homes), ...(random.chance(0.25) ? [random.pick(homes)] : [])];
      fields.push(
        random.chance(0.55)
          ? this.#scalarField(`f${index}`, [...new Set(owners)])
          : this.#reference(`f${index}`, names, [...new Set(owners)]),
      );
    }
    const entity: Entity = { name, fields, keys, barred: new Map(), lent: new Map() };
    this.#addRequires(entity, homes);
    return entity;
  }

  #scalarField(name: string, owners: number[]): Field {
    const random = this.#random;
    const isBig = this.#widenings.has('numbers') && random.chance(0.3);
    const type = isBig ? random.pick(BIG_SCALARS) : random.pick(SCALARS);
    return {
      name,
      type,
      wrap: random.pick(WRAPS),
      kind: 'scalar',
      hasArgument: type === 'Int' && random.chance(0.5),
      owners,
    };
  }

  #reference(name: string, names: readonly string[], owners: number[]): Field {
    const random = this.#random;
    // A subgraph that has the interface as an object knows none of its types.
    const isBlind = owners.some((owner) => owner === this.#interfaceObject?.at);
    const known = isBlind ? names.filter((name) => !this.#members.includes(name)) : names;
    const picked = random.pick(['entity', 'entity', 'value', 'abstract'] as const);
    const kind = picked === 'entity' && known.length === 0 ? 'value' : picked;
    const type =
      kind === 'value' ? 'V' : kind === 'abstract' ? (isBlind ? 'I' : random.pick(['I', 'U'])) : random.pick(known);
    return { name, type, wrap: random.pick([...WRAPS, '[%]', '[%!]', '[[%]]']), kind, hasArgument: false, owners };
  }

  /** Fields computed from another subgraph's field, at times with an argument. */
  #addRequires(entity: Entity, homes: readonly number[]): void {
    for (const source of [...entity.fields]) {
      if (source.kind !== 'scalar' || source.requires || !this.#random.chance(0.5)) continue;
      const others = homes.filter((home) => !source.owners.includes(home));
      if (others.length === 0) continue;
      const owner = this.#random.pick(others);
      const arguments_ = source.hasArgument
        ? [this.#random.below(3), ...(this.#random.chance(0.5) ? [3] : [])]
        : [undefined];
      for (const argument of arguments_) {
        this.#addComputed(entity, owner, [{ name: source.name, argument }]);
      }
    }
  }

  #addComputed(entity: Entity, owner: number, requires: readonly Needed[]): void {
    entity.fields.push({
      name: `q${entity.fields.length}`,
      type: 'String',
      wrap: '%',
      kind: 'scalar',
      hasArgument: false,
      owners: [owner],
      requires,
    });
    this.#markNeeded(entity.name, requires);
  }

  #markNeeded(type: string, needs: readonly Needed[]): void {
    for (const { name, below, on } of needs) {
      const holder = on ?? type;
      this.#needed.set(holder, (this.#needed.get(holder) ?? new Set()).add(name));
      const leads = this.#entities
        .find((entity) => entity.name === holder)
        ?.fields.find((field) => field.name === name)?.type;
      if (below && leads !== undefined) this.#markNeeded(leads, below);
    }
  }

  /** Fields computed from several others, from objects and lists of them, with and without arguments; and keys that are not answered to. */
  #widenRequires(entity: Entity): void {
    const random = this.#random;
    const homes = [...entity.keys.keys()];
    for (const home of homes) if (random.chance(0.3)) this.#bar(entity, home);
    for (let count = random.below(3); count > 0; count--) {
      const owner = random.pick(homes);
      const sources = entity.fields
        .filter((field) => !field.requires && !field.owners.includes(owner))
        .flatMap((field) => this.#source(field, owner) ?? []);
      if (sources.length === 0) continue;
      for (let alike = random.between(1, 3); alike > 0; alike--) {
        const requires = randomNeeds(random, sources);
        this.#addComputed(entity, owner, requires);
        for (const { name, below } of requires)
          this.#lend(
            entity.fields.find((field) => field.name === name)!,
            owner,
            below ?? [],
          );
      }
    }
  }

  /** The same two fields in every entity, one that leads on and one with an argument: the same names are then reached through other parents. */
  #widenPlaces(names: readonly string[]): void {
    const random = this.#random;
    const type = random.pick(['U', 'U', 'I', ...names]);
    const near = {
      name: 'near',
      type,
      wrap: random.pick(['%', '[%]', '[[%]]']),
      kind: names.includes(type) ? 'entity' : 'abstract',
      hasArgument: false,
    } as const;
    for (const { fields, keys } of this.#entities) {
      const homes = [...keys.keys()];
      fields.push(
        { ...near, owners: [random.pick(homes)] },
        { name: 'twin', type: 'Int', wrap: '%', kind: 'scalar', hasArgument: true, owners: [random.pick(homes)] },
      );
    }
    const owners = [random.below(this.#subgraphs)];
    this.#roots.push({
      name: 'all',
      type: owners[0] === this.#interfaceObject?.at ? 'I' : random.pick(['U', 'I']),
      wrap: '[%]',
      kind: 'abstract',
      hasArgument: false,
      owners,
    });
    if (random.chance(0.6))
      this.#side = { members: this.#members.slice(random.below(this.#members.length)), isBelow: random.chance(0.5) };
  }

  #bar(entity: Entity, home: number): void {
    const set = this.#random.pick(KEY_SETS);
    if (!entity.keys.get(home)!.includes(set)) entity.barred.set(home, { set, first: this.#random.chance(0.6) });
  }

  /** A field as a @requires of `owner` may select it. */
  #source(field: Field, owner: number): Source | undefined {
    const { name, hasArgument, kind, type } = field;
    if (kind === 'scalar') return { name, hasArgument };
    if (kind === 'value') return { name, hasArgument, inner: this.#valueFields };
    if (owner === this.#interfaceObject?.at) return undefined;
    const types = kind === 'abstract' ? this.#members : [type];
    const inner = types.flatMap((on) => {
      const { fields } = this.#entities.find((entity) => entity.name === on)!;
      return fields
        .filter((field) => field.kind === 'scalar' && !field.requires)
        .map((field) => ({
          name: field.name,
          hasArgument: field.hasArgument,
          on: kind === 'abstract' ? on : undefined,
        }));
    });
    return inner.length === 0 ? undefined : { name, hasArgument, inner };
  }

  #lend({ kind, type }: Field, owner: number, below: readonly Needed[]): void {
    if (kind !== 'entity' && kind !== 'abstract') return;
    for (const { name, on } of below) {
      const { lent } = this.#entities.find((entity) => entity.name === (on ?? type))!;
      lent.set(owner, (lent.get(owner) ?? new Set()).add(name));
    }
  }

  /**
   * How often a field fails. A failure where no null may be takes its parent along, and with it what others are computed
   * from: only in the cut, where a plan selects more than the client.
   */
  #failing(type: string, { name, wrap }: Field, often: number): number {
    const isWide = this.#widenings.has('requires');
    // The same where objects at one path are reached through other parents: a plan asks a field of all of them.
    if (this.#widenings.has('sparing') && wrap.endsWith('!')) return 0;
    if (!this.#needed.get(type)?.has(name)) return isWide && wrap.endsWith('!') && type === 'V' ? 0 : often;
    return isWide && !wrap.endsWith('!') ? often : 0;
  }

  /** Gives an instance its data. */
  #fill(entity: Entity, index: number): void {
    const id = `${entity.name}-${index}`;
    const values: Record<string, unknown> = {
      __typename: entity.name,
      id,
      code: this.#hasBigKeys ? bigKey(this.#data.size) : `c-${id}`,
      part: { no: index },
      extra: this.#random.below(9),
      common: `common ${id}`,
    };
    for (const field of entity.fields)
      if (!field.requires) values[field.name] = this.#value(field, field.wrap, this.#failing(entity.name, field, 0.04));
    this.#data.set(id, values);
  }

  #value(field: Field, wrap: string, failing: number): unknown {
    const random = this.#random;
    if (random.chance(failing)) return new Failure();
    const isNonNull = wrap.endsWith('!');
    if (!isNonNull && random.chance(0.15)) return null;
    const inner = isNonNull ? wrap.slice(0, -1) : wrap;
    if (inner.startsWith('['))
      return Array.from({ length: random.below(4) }, () => this.#value(field, inner.slice(1, -1), failing));
    return this.#single(field);
  }

  #single(field: Field): unknown {
    const random = this.#random;
    if (isBigScalar(field.type)) return bigValue(random, field.type);
    switch (field.type) {
      case 'Int':
        return random.below(100);
      case 'Float':
        return random.below(100) / 8;
      case 'Boolean':
        return random.chance(0.5);
      case 'Color':
        return random.pick(COLORS);
      case 'ID':
        return `i${random.below(50)}`;
      case 'String':
        return random.pick(['plain', 'quo"te', 'lone \ud800', 'émoji 🙂', 'line\nbreak', '']);
      case 'V':
        return this.#newValue();
      case 'I':
        return { id: this.#instanceOf(random.pick(this.#members)) };
      case 'U':
        return { id: this.#instanceOf(random.pick(this.#members)) };
      default:
        return { id: this.#instanceOf(field.type) };
    }
  }

  #newValue(): unknown {
    const values: Record<string, unknown> = { __typename: 'V' };
    for (const field of this.#valueFields)
      values[field.name] = this.#value(field, field.wrap, this.#failing('V', field, 0.03));
    return { value: values };
  }

  #instanceOf(name: string): string {
    return `${name}-${this.#random.below(INSTANCES)}`;
  }

  build(): RandomGraph {
    const rootData: Record<string, unknown> = { __typename: 'Query' };
    for (const field of this.#roots)
      rootData[field.name] = field.name === 'all' ? this.#everyMember() : this.#value(field, field.wrap, 0);
    const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
      const object = (source ?? rootData) as Record<string, unknown>;
      return this.#resolve(object, info.fieldName, info.parentType.name, args);
    };
    const typeResolver: GraphQLTypeResolver<unknown, unknown> = (value) =>
      (value as { readonly __typename: string }).__typename;
    const definitions: Record<string, SubgraphDefinition> = {};
    for (const subgraph of this.#everywhere()) {
      definitions[`s${subgraph}`] = {
        sdl: this.#sdl(subgraph),
        resolvers: this.#references(subgraph),
        fieldResolver,
        typeResolver,
      };
    }
    return { definitions, fieldResolver, typeResolver };
  }

  #everyMember(): unknown {
    return this.#members.flatMap((name) =>
      Array.from({ length: INSTANCES }, (_, index) => ({ id: `${name}-${index}` })),
    );
  }

  #resolve(object: Record<string, unknown>, name: string, parent: string, args: Record<string, unknown>): unknown {
    const values = this.#data.get(object['id'] as string) ?? object;
    const field = this.#entities.find((entity) => entity.name === parent)?.fields.find((field) => field.name === name);
    if (field?.requires) {
      // A subgraph computes from what it was sent; the uncut schema from the data.
      try {
        return `from ${JSON.stringify(object['sent'] ? needsOf({ sent: object['sent'], truth: values }, field.requires, (from, needed) => this.#readSent(from as Sent, needed)) : needsOf(values, field.requires, (from, needed) => this.#read(from, needed)))}`;
      } catch (thrown) {
        return thrown instanceof GraphQLError ? thrown : Promise.reject(thrown as Error);
      }
    }
    return this.#open(withArgument(values[name], args['n']));
  }

  /** @throws GraphQLError when it failed: nothing can be computed from it */
  #read(from: unknown, { name, argument, on }: Needed): unknown {
    const values = this.#valuesOf(from)!;
    if (on !== undefined && values['__typename'] !== on) return undefined;
    const read = values[name];
    if ([read].flat(Infinity).some((one) => one instanceof Failure))
      throw new GraphQLError(`cannot be computed: ${name} failed`);
    return withArgument(read, argument);
  }

  /** A representation may hold what another field requires of objects of another type: what an object is, only the data says. */
  #readSent({ sent, truth }: Sent, { name, on, below }: Needed): unknown {
    const values = this.#valuesOf(truth);
    if (on !== undefined && values?.['__typename'] !== on) return undefined;
    return below ? besideTruth(sent[name], values?.[name]) : sent[name];
  }

  #valuesOf(from: unknown): Record<string, unknown> | undefined {
    const { value, id } = (from ?? {}) as { readonly value?: unknown; readonly id?: string };
    return (value ?? this.#data.get(id ?? '') ?? from ?? undefined) as Record<string, unknown> | undefined;
  }

  #open(value: unknown): unknown {
    if (value instanceof Failure) return new GraphQLError('failed');
    if (Array.isArray(value)) return value.map((inner) => this.#open(inner));
    if (typeof value !== 'object' || value === null) return value;
    if ('value' in value) return value.value;
    if ('id' in value) return { __typename: this.#data.get(value.id as string)!['__typename'], id: value.id };
    return value;
  }

  /** Finds the entity that a representation names by whichever key it has. */
  #references(subgraph: number): Record<string, unknown> {
    const resolvers: Record<string, unknown> = {};
    const find = (sent: Record<string, unknown>): unknown => {
      const named = this.#entities.find(({ name }) => name === sent['__typename']);
      if (
        named &&
        !this.#keySets(named, subgraph).some((set) =>
          set.split(' ').every((name) => !/^\w+$/.test(name) || name === 'no' || name in sent),
        )
      )
        return new GraphQLError('named by no key');
      for (const [id, values] of this.#data) {
        const isIt =
          'id' in sent
            ? sent['id'] === id
            : 'code' in sent
              ? JSON.stringify(sent['code']) === JSON.stringify(values['code'])
              : values['__typename'] === sent['__typename'] &&
                (values['part'] as { no: number }).no === (sent['part'] as { no: number }).no;
        if (isIt)
          return {
            __typename:
              sent['__typename'] === 'I' && subgraph === this.#interfaceObject?.at ? 'I' : values['__typename'],
            id,
            sent,
          };
      }
      return null;
    };
    for (const { name } of this.#entities) resolvers[name] = { __resolveReference: find };
    if (this.#interfaceObject && subgraph !== this.#interfaceObject.home) delete resolvers['I'];
    if (this.#interfaceObject && (subgraph === this.#interfaceObject.at || subgraph === this.#interfaceObject.home))
      resolvers['I'] = { __resolveReference: find };
    if (this.#interfaceObject?.home === subgraph && this.#side?.isBelow) resolvers['J'] = { __resolveReference: find };
    const sdl = this.#sdl(subgraph);
    return Object.fromEntries(
      Object.entries(resolvers).filter(([name]) => new RegExp(`^(type|interface) ${name}\\b`, 'm').test(sdl)),
    );
  }

  /** Fields of an entity that a subgraph does not own, and computes others from. */
  #externalOf({ fields, lent }: Entity, subgraph: number): ReadonlySet<string> {
    const own = fields.filter(({ owners }) => owners.includes(subgraph));
    const needed = [
      ...own.flatMap(({ requires }) => (requires ?? []).map(({ name }) => name)),
      ...(lent.get(subgraph) ?? []),
    ];
    return new Set(needed.filter((name) => !own.some((field) => field.name === name)));
  }

  #sdl(subgraph: number): string {
    const roots = this.#roots.filter(({ owners }) => owners.includes(subgraph));
    const leads = [
      ...roots,
      ...this.#entities.flatMap((entity) =>
        entity.fields.filter(
          ({ name, owners }) => owners.includes(subgraph) || this.#externalOf(entity, subgraph).has(name),
        ),
      ),
    ];
    const usesInterface =
      subgraph !== this.#interfaceObject?.at &&
      (leads.some(({ type }) => type === 'I') || this.#interfaceObject?.home === subgraph);
    const usesUnion = leads.some(({ type }) => type === 'U');
    const stubs = new Set(leads.flatMap(({ type, kind }) => (kind === 'entity' ? [type] : [])));
    if (usesInterface || usesUnion) for (const name of this.#members) stubs.add(name);
    const parts: string[] = [];
    if (roots.length > 0) parts.push(`type Query {\n${roots.map((field) => `  ${fieldText(field)}`).join('\n')}\n}`);
    for (const entity of this.#entities)
      if (entity.keys.has(subgraph) || stubs.has(entity.name))
        parts.push(this.#entitySdl(entity, subgraph, usesInterface));
    if (usesInterface) {
      const key = this.#interfaceObject?.home === subgraph ? ' @key(fields: "id")' : '';
      parts.push(`interface I${key} { id: ID! }`);
      if (this.#side) parts.push(`interface J ${this.#side.isBelow ? `implements I${key} ` : ''}{ id: ID! }`);
    }
    if (this.#interfaceObject?.at === subgraph)
      parts.push('type I @key(fields: "id") @interfaceObject { id: ID! extra: Int }');
    if (usesUnion) parts.push(`union U = ${this.#members.join(' | ')}`);
    if (leads.some(({ type }) => type === 'V'))
      parts.push(`type V {\n${this.#valueFields.map((field) => `  ${fieldText(field)} @shareable`).join('\n')}\n}`);
    const text = parts.join('\n');
    for (const name of BIG_SCALARS) if (new RegExp(`: \\[*${name}\\b`).test(text)) parts.push(`scalar ${name}`);
    if (text.includes('Color')) parts.push(`enum Color { ${COLORS.join(' ')} }`);
    if (text.includes('part:')) parts.push('type Part @shareable { no: Int! }');
    if (text === '') parts.push('type Query { unused: Int @shareable }');
    return parts.join('\n');
  }

  /** Those that the subgraph answers to. */
  #keySets(entity: Entity, subgraph: number): readonly string[] {
    return [
      ...new Set([...(entity.keys.get(subgraph) ?? ['id']), ...(this.#members.includes(entity.name) ? ['id'] : [])]),
    ];
  }

  #entitySdl(entity: Entity, subgraph: number, usesInterface: boolean): string {
    const needsId = usesInterface && this.#members.includes(entity.name);
    const sets = [...new Set([...(entity.keys.get(subgraph) ?? ['id']), ...(needsId ? ['id'] : [])])];
    const own = entity.fields.filter(({ owners }) => owners.includes(subgraph));
    const barred = entity.barred.get(subgraph);
    const bar = barred && !sets.includes(barred.set) ? [barred.set] : [];
    const lines: string[] = [
      ...new Set(
        [...sets, ...bar].flatMap((set) =>
          KEY_FIELDS.filter(([name]) => set.includes(name)).map(([name, text]) =>
            name === 'code' && this.#hasBigKeys ? 'code: Long! @shareable' : text,
          ),
        ),
      ),
    ];
    for (const field of own) {
      const requires = field.requires && ` @requires(fields: ${JSON.stringify(needsText(field.requires))})`;
      lines.push(`${fieldText(field)}${requires ?? ''}${field.owners.length > 1 ? ' @shareable' : ''}`);
    }
    const external = this.#externalOf(entity, subgraph);
    for (const name of external)
      lines.push(`${fieldText(entity.fields.find((field) => field.name === name)!)} @external`);
    const implemented = needsId ? ` implements I${this.#side?.members.includes(entity.name) ? ' & J' : ''}` : '';
    const keys = sets.map((set) => `@key(fields: "${set}")`);
    for (const set of bar) keys.splice(barred!.first ? 0 : keys.length, 0, `@key(fields: "${set}", resolvable: false)`);
    return `type ${entity.name}${implemented} ${keys.join(' ')} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
  }
}

const KEY_FIELDS = [
  ['id', 'id: ID!'],
  ['code', 'code: String! @shareable'],
  ['part', 'part: Part! @shareable'],
] as const;

/** Stands for a resolver that throws. */
class Failure {}

function withArgument(value: unknown, argument: unknown): unknown {
  if (argument === undefined || argument === null) return value;
  if (Array.isArray(value)) return value.map((inner) => withArgument(inner, argument));
  return typeof value === 'number' ? value + 1000 * (argument as number) : value;
}

function fieldText({ name, type, wrap, hasArgument }: Field): string {
  return `${name}${hasArgument ? '(n: Int)' : ''}: ${wrap.replace('%', type)}`;
}

/** What a subgraph was sent of an object, and the object's data. */
interface Sent {
  readonly sent: Readonly<Record<string, unknown>>;
  readonly truth: unknown;
}

function besideTruth(sent: unknown, truth: unknown): unknown {
  if (sent === null || sent === undefined) return sent;
  return Array.isArray(sent)
    ? sent.map((inner, index) => besideTruth(inner, (truth as readonly unknown[] | undefined)?.[index]))
    : { sent, truth };
}
