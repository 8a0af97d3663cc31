/**
 * The highest cost an operation can have, estimated before it runs: the weights of its fields times the sizes of their lists. On an
 * interface or union the most expensive object type counts. Compiled once; a request then only evaluates its variables.
 */
import {
  isAbstractType,
  Kind,
  OperationTypeNode,
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

/** Cost in the units of `@cost`, and a number of persons. */
export interface CostEstimate {
  readonly cost: number;
  readonly persons: number;
}

/** The operation as it is planned; both are valid against `schema`. */
export interface EstimatedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coordinates `Type.field`, of object types or interfaces, that will not be fetched and so cost nothing. */
  readonly denied?: { has(coordinate: string): boolean };
}

/** Weight of a mutation before its fields, the same as in Apollo Router. */
export const MUTATION_WEIGHT = 10;

/**
 * Compiles the estimate of one operation. It follows each spread, so `countOperation` must have bounded the expanded fragments before.
 * @returns a function that estimates a request by its variables; it throws CodedError LIST_SIZE_UNKNOWN
 */
export function compileEstimate(
  model: CostModel,
  estimated: EstimatedOperation,
): (variables: RequestVariables) => CostEstimate {
  const { operation, schema } = estimated;
  const arithmetic = new Arithmetic();
  const root = schema.getRootType(operation.operation)!;
  const cost = new Estimate(model, estimated, arithmetic, 'cost').ofSet(operation.selectionSet, root, undefined);
  const persons = new Estimate(model, estimated, arithmetic, 'persons').ofSet(operation.selectionSet, root, undefined);
  const start = operation.operation === OperationTypeNode.MUTATION ? MUTATION_WEIGHT : 0;
  const defaults = defaultsOf(operation);
  const estimate = (variables: RequestVariables): CostEstimate => {
    const [costs, people] = arithmetic.evaluate([cost, persons], { ...defaults, ...variables });
    return { cost: start + costs!, persons: people! };
  };
  if (!arithmetic.isConstant) return estimate;
  const constant = Object.freeze(estimate({}));
  return () => constant;
}

/** Sizes that a field gives to lists in the object it returns (`sizedFields`). */
type Sized = ReadonlyMap<string, Term> | undefined;

class Estimate {
  readonly #model: CostModel;
  readonly #estimated: EstimatedOperation;
  readonly #arithmetic: Arithmetic;
  readonly #unit: keyof CostEstimate;
  readonly #fragments: Fragments;
  readonly #known = new Map<SelectionSetNode, { type: GraphQLObjectType; sized: Sized; term: Term }[]>();

  constructor(model: CostModel, estimated: EstimatedOperation, arithmetic: Arithmetic, unit: keyof CostEstimate) {
    this.#model = model;
    this.#estimated = estimated;
    this.#arithmetic = arithmetic;
    this.#unit = unit;
    this.#fragments = fragmentsOf(estimated.document);
  }

  ofSet(set: SelectionSetNode, type: GraphQLCompositeType, sized: Sized): Term {
    if (!isAbstractType(type)) return this.#ofObject(set, type, sized);
    return this.#arithmetic.max(
      this.#estimated.schema.getPossibleTypes(type).map((one) => this.#ofObject(set, one, sized)),
    );
  }

  /** Remembered by set and type: otherwise an interface below an interface would be estimated types² times, and so on down. */
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
    const wanted = this.#estimated.schema.getType(condition);
    return isAbstractType(wanted) && this.#estimated.schema.isSubType(wanted, type);
  }

  #ofField(node: FieldNode, parent: GraphQLObjectType, sized: Sized): Term {
    const name = node.name.value;
    const field = parent.getFields()[name];
    // Rows that the gateway adds for the audit record alone count neither as the caller's cost nor as their persons.
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

  /** The cost of arguments is added to that of the rows. Persons named by arguments are those in the rows, so the larger number counts. */
  #withArguments(rows: Term, parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>, node: FieldNode): Term {
    if (this.#unit === 'cost')
      return this.#arithmetic.sum([rows, this.#term(argumentsWeight(this.#model, parent, field, node))]);
    return this.#arithmetic.max([
      rows,
      this.#term(personsRequested(this.#model, this.#estimated.schema, parent, field, node)),
    ]);
  }

  #isDenied(parent: GraphQLObjectType, name: string): boolean {
    const { denied } = this.#estimated;
    return (
      denied !== undefined && [parent, ...parent.getInterfaces()].some((type) => denied.has(`${type.name}.${name}`))
    );
  }

  #own(parent: GraphQLObjectType, name: string): number {
    const field = parent.getFields()[name]!;
    if (this.#unit === 'cost') return ownWeight(this.#model, this.#estimated.schema, parent, field);
    return countsPersons(this.#model, this.#estimated.schema, parent, field) ? 1 : 0;
  }

  #term(read: Read<number>): Term {
    return read.constant ? read.value : this.#arithmetic.read(read.of);
  }
}
