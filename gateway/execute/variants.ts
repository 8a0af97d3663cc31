/** The response's plan for each combination of values of the variables in @skip and @include. */
import { Kind, visit, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Shape } from '../result/layout.ts';
import { introspector, type Introspected, type IntrospectionCache } from '../reply/introspection.ts';
import { hasDenials, responsePlan, type ObjectPlan, type ResponseSource } from '../result/response-plan.ts';
import { selectionCondition } from '../document/selection-condition.ts';
import { dataWriter, type DataWriter } from '../reply/write-data.ts';

/** How the response is made for one combination. */
export interface Variant {
  readonly plan: ObjectPlan;
  /** Absent where every response has errors of its own. */
  readonly write: DataWriter | undefined;
  readonly introspect: (variables: Readonly<Record<string, unknown>>) => Introspected;
}

/** At most this many combinations are kept, so that a client cannot fill the memory: the oldest is dropped. */
const MAX_VARIANTS = 8;

/** What a response is made from. */
export interface VariantSource extends ResponseSource {
  readonly introspected?: () => GraphQLSchema | undefined;
  /** Answers of introspection that are kept. */
  readonly introspections: IntrospectionCache;
}

/** @returns a function from variables to the variant for them; variants are made when first needed */
export function variants(
  source: VariantSource,
  root: Shape,
  document: DocumentNode,
): (variables: Readonly<Record<string, unknown>>) => Variant {
  const names = conditionVariables(document);
  const known = new Map<string, Variant>();
  return (variables) => {
    const key = names.map((name) => (variables[name] === true ? '1' : '0')).join('');
    let variant = known.get(key);
    if (!variant) {
      variant = makeVariant(source, responsePlan(source, root, variables));
      if (known.size === MAX_VARIANTS) known.delete(known.keys().next().value!);
      known.set(key, variant);
    }
    return variant;
  };
}

function makeVariant(source: VariantSource, plan: ObjectPlan): Variant {
  const rootFields = [...plan.fields.values()].flat();
  const introspected = rootFields.filter(({ kind }) => kind === 'introspection').flatMap(({ nodes }) => nodes);
  const { schema, operation, fragments, clientName } = source;
  const shown = introspected.length === 0 ? schema : (source.introspected?.() ?? schema);
  const introspect = introspector(
    { schema: shown, operation, fragments, clientName },
    introspected,
    source.introspections,
  );
  let writer: DataWriter | undefined;
  const write: DataWriter | undefined = hasDenials(plan)
    ? undefined
    : (root, texts, unescaped) => (writer ??= dataWriter(plan))(root, texts, unescaped);
  return { plan, write, introspect };
}

/** @returns the names of variables in @skip and @include */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: (directive) => {
      const value = selectionCondition(directive)?.value;
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
