/** Callers' own views of the API schema, in the form that planning threads receive. */
import { printSchema, type GraphQLSchema } from 'graphql';
import type { Authorization } from './authorization.ts';
import type { SchemaView } from './planner-messages.ts';

/** A view, with its schema. */
export interface CallersView extends SchemaView {
  readonly schema: GraphQLSchema;
}

/** The views of one planner, whose threads identify them by id. */
export class SchemaViews {
  /** Printed once for each schema object of a guard, and collected with it. */
  readonly #printed = new WeakMap<GraphQLSchema, { readonly id: number; readonly sdl: string }>();
  #last = 0;

  /** @returns the caller's view; undefined for a caller that sees the whole API schema */
  of(api: GraphQLSchema, authorization: Authorization): CallersView | undefined {
    const schema = authorization.schema?.(api) ?? api;
    if (schema === api) return undefined;
    return { ...this.known(schema), schema, lenient: authorization.unseen === 'denied' };
  }

  /** @returns a schema in the form that threads receive, printed once */
  known(schema: GraphQLSchema): { readonly id: number; readonly sdl: string } {
    let known = this.#printed.get(schema);
    if (!known) this.#printed.set(schema, (known = { id: ++this.#last, sdl: printSchema(schema) }));
    return known;
  }
}
