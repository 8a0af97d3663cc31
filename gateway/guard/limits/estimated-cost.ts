/**
 * What an operation will cost at most, before anything is asked: the weights of its fields times the sizes of their
 * lists. On an interface or union the dearest object type counts. Compiled once; a request then only works out its variables.
 */
import {
  isAbstractType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  getNamedType,
} from 'graphql';
import { fragmentsOf, type Fragments } from '../../document/fragments.ts';
import { isRowsKey } from '../../audit/subjects.ts';
import { defaultsOf, type RequestVariables } from '../variables.ts';
import { Arithmetic, type Term } from './arithmetic.ts';
import type { CostModel } from './cost-model.ts';
import {
  argumentsWeight,
  conditionFactor,
  countsPersons,
  isList,
  lookUp,
  ownWeight,
  personsRequested,
  statedSize,
  type Read,
} from './field-cost.ts';

/** In the units of `@cost`, and in persons. */
export interface CostEstimate {
  readonly cost: number;
  readonly persons: number;
}

/** The operation as it is planned; both are valid against `schema`. */
export interface EstimatedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coordinates `Type.field`, of object types or interfaces, that will not be fetched, and so cost nothing. */
  readonly denied?: { has(coordinate: string): boolean };
}

/** What a mutation weighs before its fields, as Apollo's router counts it. */
export const MUTATION_WEIGHT = 10;

/**
 * Its fragments must already be known to be few enough when expanded (`countOperation`): it follows each spread.
 * @returns works out the price for the variables of a request, which may throw LIST_SIZE_UNKNOWN
 */
export function compileEstimate(
  model: CostModel,
  priced: EstimatedOperation,
): (variables: RequestVariables) => CostEstimate {
  const { operation, schema } = priced;
  const arithmetic = new Arithmetic();
  const root = schema.getRootType(operation.operation)!;
  const cost = new Estimate(model, priced, arithmetic, 'cost').ofSet(operation.selectionSet, root, undefined);
  const persons = new Estimate(model, priced, arithmetic, 'persons').ofSet(operation.selectionSet, root, undefined);
  const start = operation.operation === 'mutation' ? MUTATION_WEIGHT : 0;
  const defaults = defaultsOf(operation);
  const priceFor = (variables: RequestVariables): CostEstimate => {
    const [costs, people] = arithmetic.evaluate([cost, persons], { ...defaults, ...variables });
    return { cost: start + costs!, persons: people! };
  };
  if (!arithmetic.isConstant) return priceFor;
  const price = Object.freeze(priceFor({}));
  return () => price;
}

/** Sizes that a field gives to lists in the object it returns (`sizedFields`). */
type Sized = ReadonlyMap<string, Term> | undefined;

class Estimate {
  readonly #model: CostModel;
  readonly #priced: EstimatedOperation;
  readonly #arithmetic: Arithmetic;
  readonly #unit: keyof CostEstimate;
  readonly #fragments: Fragments;
  readonly #known = new Map<SelectionSetNode, { type: GraphQLObjectType; sized: Sized; term: Term }[]>();

  constructor(model: CostModel, priced: EstimatedOperation, arithmetic: Arithmetic, unit: keyof CostEstimate) {
    this.#model = model;
    this.#priced = priced;
    this.#arithmetic = arithmetic;
    this.#unit = unit;
    this.#fragments = fragmentsOf(priced.document);
  }

  ofSet(set: SelectionSetNode, type: GraphQLCompositeType, sized: Sized): Term {
    if (!isAbstractType(type)) return this.#ofObject(set, type, sized);
    return this.#arithmetic.max(
      this.#priced.schema.getPossibleTypes(type).map((one) => this.#ofObject(set, one, sized)),
    );
  }

  /** Remembered by set and type: without it an interface under an interface would be priced types² times, and so on down. */
  #ofObject(set: SelectionSetNode, type: GraphQLObjectType, sized: Sized): Term {
    let known = this.#known.get(set);
    if (known === undefined) this.#known.set(set, (known = []));
    const found = known.find((one) => one.type === type && one.sized === sized);
    if (found !== undefined) return found.term;
    const term = this.#arithmetic.sum(set.selections.map((selection) => this.#ofSelection(selection, type, sized)));
    known.push({ type, sized, term });
    return term;
  }

  #ofSelection(selection: SelectionNode, type: GraphQLObjectType, sized: Sized): Term {
    const condition = this.#term(conditionFactor(selection.directives));
    if (selection.kind === Kind.FIELD)
      return this.#arithmetic.product(condition, this.#ofField(selection, type, sized));
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    if (fragment === undefined || !this.#applies(fragment.typeCondition?.name.value, type)) return 0;
    return this.#arithmetic.product(condition, this.#ofObject(fragment.selectionSet, type, sized));
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = this.#priced.schema.getType(condition);
    return isAbstractType(wanted) && this.#priced.schema.isSubType(wanted, type);
  }

  #ofField(node: FieldNode, parent: GraphQLObjectType, sized: Sized): Term {
    const name = node.name.value;
    const field = parent.getFields()[name];
    // Rows asked for the record alone are the caller's neither in cost nor in persons.
    if (field === undefined || this.#isDenied(parent, name) || isRowsKey(node.alias?.value)) return 0;
    const rule = lookUp(this.#model.listSizes, parent, name);
    const passesOn = rule !== undefined && rule.sizedFields.length > 0;
    const size =
      isList(field) || passesOn ? this.#term(statedSize(this.#model, rule, `${parent.name}.${name}`, field, node)) : 1;
    const inner = passesOn ? new Map(rule.sizedFields.map((one) => [one, size])) : undefined;
    const many = isList(field) ? (sized?.get(name) ?? (passesOn ? this.#model.defaultListSize : size)) : 1;
    const child = node.selectionSet
      ? this.ofSet(node.selectionSet, getNamedType(field.type) as GraphQLCompositeType, inner)
      : 0;
    const each = this.#arithmetic.sum([this.#own(parent, name), child]);
    return this.#withArguments(this.#arithmetic.product(many, each), parent, field, node);
  }

  /** Arguments weigh besides what comes back; persons they ask about are those who come back, if any do. */
  #withArguments(rows: Term, parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>, node: FieldNode): Term {
    if (this.#unit === 'cost')
      return this.#arithmetic.sum([rows, this.#term(argumentsWeight(this.#model, parent, field, node))]);
    return this.#arithmetic.max([
      rows,
      this.#term(personsRequested(this.#model, this.#priced.schema, parent, field, node)),
    ]);
  }

  #isDenied(parent: GraphQLObjectType, name: string): boolean {
    const { denied } = this.#priced;
    return (
      denied !== undefined && [parent, ...parent.getInterfaces()].some((type) => denied.has(`${type.name}.${name}`))
    );
  }

  #own(parent: GraphQLObjectType, name: string): number {
    const field = parent.getFields()[name]!;
    if (this.#unit === 'cost') return ownWeight(this.#model, this.#priced.schema, parent, field);
    return countsPersons(this.#model, this.#priced.schema, parent, field) ? 1 : 0;
  }

  #term(read: Read<number>): Term {
    return read.constant ? read.value : this.#arithmetic.read(read.of);
  }
}
