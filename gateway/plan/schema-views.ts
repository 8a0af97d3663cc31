/** Callers' own views of the API schema, as planning threads are told of them. */
import { printSchema, type GraphQLSchema } from 'graphql';
import type { Authorization } from './authorization.ts';
import type { SchemaView } from './planner-messages.ts';

export interface CallersView extends SchemaView {
  readonly schema: GraphQLSchema;
}

/** Made for the planner whose threads are told: a thread knows a view it has been sent by its id. */
export class SchemaViews {
  /** Printed once for each schema object a guard hands in, and forgotten with it. */
  readonly #printed = new WeakMap<GraphQLSchema, { readonly id: number; readonly sdl: string }>();
  #last = 0;

  /** @returns undefined for whoever sees the whole API schema */
  of(api: GraphQLSchema, authorization: Authorization): CallersView | undefined {
    const schema = authorization.schema?.(api) ?? api;
    if (schema === api) return undefined;
    let known = this.#printed.get(schema);
    if (!known) this.#printed.set(schema, (known = { id: ++this.#last, sdl: printSchema(schema) }));
    return { ...known, schema, lenient: authorization.unseen === 'denied' };
  }
}
