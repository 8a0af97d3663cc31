/**
 * The response's data as objects, with every rule of the specification: null propagation, errors with their paths, checks of every value.
 * It runs when something is wrong with the data, or when objects are needed. write-data.ts is the fast way, which gives up at the first
 * value that does not fit; then this file takes over.
 */
import { GraphQLError, isListType, isNonNullType, type GraphQLOutputType } from 'graphql';
import { NullPrototypeObject } from '../result/null-prototype-object.ts';
import { CodedError, quote } from '../../base/errors.ts';
import { isExactNumber } from '../../base/exact-number.ts';
import { replyFault, type replyErrors } from './errors.ts';
import type { CountFloor, Denial } from '../disclosure/field-policy.ts';
import { furtherErrors, MOST_LISTED_ERRORS } from './further-errors.ts';
import { isNode, InvalidValue, type ResponseNode } from '../result/layout.ts';
import { withoutStack } from './without-stack.ts';
import { onlyType, type FieldPlan, type ObjectPlan } from '../result/response-plan.ts';

type Path = readonly (string | number)[];

/** The response's data as objects, with the errors found in it. */
export interface Projection {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLError[];
}

/** What a projection needs of the run. */
export interface ProjectionContext {
  /** Values of introspection fields by response name. */
  readonly introspection: ReadonlyMap<string, unknown>;
  /** True when an error with this path, or one below it, has been reported already. */
  readonly explained: (path: Path) => boolean;
}

/** @param root the merged data */
export function projectData(plan: ObjectPlan, root: ResponseNode, context: ProjectionContext): Projection {
  const projector = new Projector(context);
  const data = projector.object(plan, root);
  return { data: data ?? null, errors: projector.listed() };
}

/** `undefined` stands for null in a non-null position: the nearest nullable parent becomes null. */
type Completed = unknown;

class Projector {
  readonly #errors: GraphQLError[] = [];
  /** How many errors there were beyond those that are listed. */
  #further = 0;
  readonly #context: ProjectionContext;
  readonly #path: (string | number)[] = [];

  constructor(context: ProjectionContext) {
    this.#context = context;
  }

  /** The first thousand errors, and one that states how many more there were. */
  listed(): readonly GraphQLError[] {
    return this.#further === 0 ? this.#errors : [...this.#errors, furtherErrors(this.#further)];
  }

  /** @returns `undefined` when a non-null field below is null */
  object(plan: ObjectPlan, node: ResponseNode): Record<string, unknown> | null | undefined {
    const fields = plan.fields.get(onlyType(plan)?.name ?? node.type ?? plan.declared.name);
    if (!fields) {
      // A name is not told: it may be of a type that a contract takes out.
      const got = typeof node.type === 'string' ? 'another name' : quote(node.type);
      return this.#wrong(`expected __typename to be a type of ${plan.declared.name}, got ${got}`);
    }
    const data = new NullPrototypeObject();
    for (const field of fields) {
      this.#path.push(field.name);
      const value = this.#field(plan, field, node);
      this.#path.pop();
      if (value === undefined) return undefined;
      data[field.name] = value;
    }
    return data;
  }

  #field(plan: ObjectPlan, field: FieldPlan, node: ResponseNode): Completed {
    if (field.kind === 'typename') return onlyType(plan)?.name ?? node.type;
    if (field.kind === 'introspection') return this.#context.introspection.get(field.name) ?? null;
    if (field.denial) return this.#denied(field.denial, field.type);
    const value = node[field.property];
    if (field.isUnplanned && value === undefined) return this.#unplanned(field);
    if (field.transform && value != null && !(value instanceof InvalidValue))
      return this.#transformed(
        field,
        field.transform(value, field.beside === undefined ? undefined : known(node[field.beside])),
      );
    return this.#complete(field, field.type, value);
  }

  /** What a transform returned is written unchanged; only null is still checked. */
  #transformed(field: FieldPlan, value: unknown): Completed {
    return value === null || value === undefined ? this.#complete(field, field.type, null) : value;
  }

  #complete(field: FieldPlan, type: GraphQLOutputType, value: unknown): Completed {
    if (!isNonNullType(type)) return this.#nullable(field, type, value) ?? null;
    const isAbsent = value == null || isHidden(field, value);
    const completed = isAbsent ? null : this.#nullable(field, type.ofType, value);
    if (completed !== null && completed !== undefined) return completed;
    if (isAbsent && !this.#context.explained(this.#path)) this.#report('NULL_IN_NON_NULL', field.coordinate);
    return undefined;
  }

  /** @returns null when the value is null or was reported as wrong, `undefined` when null has to propagate further up */
  #nullable(field: FieldPlan, type: GraphQLOutputType, value: unknown): Completed {
    if (value == null || isHidden(field, value)) return null;
    if (value instanceof InvalidValue) return value.what === undefined ? null : this.#wrong(value.what);
    if (isListType(type)) return this.#list(field, type.ofType, value);
    if (field.object)
      return isNode(value) ? this.object(field.object, value) : this.#wrong(`expected an object, got ${kindOf(value)}`);
    const coerced = field.leaf!.coerce(value);
    if (coerced === undefined)
      return this.#wrong(`expected ${String(type)} for ${field.coordinate}, got ${kindOf(value)}`);
    return field.floor && !isPerturbed(coerced, field.floor) ? this.#unperturbed(field.floor) : coerced;
  }

  #list(field: FieldPlan, type: GraphQLOutputType, values: unknown): Completed {
    if (!Array.isArray(values)) return this.#wrong(`expected a list for ${field.coordinate}, got ${kindOf(values)}`);
    const list: unknown[] = [];
    let holds = true;
    for (let index = 0; index < values.length; index++) {
      this.#path.push(index);
      const value = this.#complete(field, type, values[index]);
      this.#path.pop();
      if (value === undefined) holds = false;
      list.push(value);
    }
    return holds ? list : undefined;
  }

  #denied(denial: Denial, type: GraphQLOutputType): Completed {
    this.#refuse(denial);
    return isNonNullType(type) ? undefined : null;
  }

  #unplanned({ coordinate, type }: FieldPlan): Completed {
    this.#report('FIELD_NOT_PLANNED', coordinate);
    return isNonNullType(type) ? undefined : null;
  }

  #unperturbed({ denial, onUnperturbed }: CountFloor): null {
    onUnperturbed();
    this.#refuse(denial);
    return null;
  }

  /** Carries an original error, so that it counts as this gateway's also where it names a subgraph. */
  #refuse({ code, message, extensions }: Denial): void {
    this.#fail(() => new CodedError(code, 200, message, extensions));
  }

  #wrong(what: string): null {
    if (!this.#context.explained(this.#path)) this.#report('BAD_SUBGRAPH_VALUE', what);
    return null;
  }

  #report(code: keyof typeof replyErrors, what: string): void {
    this.#fail(() => replyFault(code, what));
  }

  #fail(make: () => CodedError): void {
    this.#add(() => {
      const error = make();
      return new GraphQLError(error.message, {
        path: [...this.#path],
        extensions: error.extensions,
        originalError: error,
      });
    });
  }

  #add(make: () => GraphQLError): void {
    if (this.#errors.length < MOST_LISTED_ERRORS) this.#errors.push(withoutStack(make));
    else this.#further++;
  }
}

/** An error would tell what a contract takes out from what is not there. */
function isHidden({ object }: FieldPlan, value: unknown): boolean {
  return object !== undefined && isNode(value) && typeof value.type === 'string' && object.hidden.has(value.type);
}

/** The sibling's value; `undefined` when it could not be fetched. */
function known(value: unknown): unknown {
  return value instanceof InvalidValue ? undefined : value;
}

/** True for zero and for a number of the minimum or more. Anything else in the place of a count (negative, no number) is withheld too. */
function isPerturbed(value: unknown, { minimum }: CountFloor): boolean {
  return value === 0 || (typeof value === 'number' && value >= minimum);
}

/** The kind of a value for a message, without the value, which may be a person's. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const kind = isExactNumber(value) || typeof value === 'bigint' ? 'number' : typeof value;
  return kind === 'object' ? 'an object' : `a ${kind}`;
}
