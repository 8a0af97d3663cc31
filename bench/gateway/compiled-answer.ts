/** The smallest GraphQL executor that answers a gateway's queries: it compiles a query to closures once, and then only runs them. */
import { Kind, parse, valueFromASTUntyped, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf, type Fragments } from '../../gateway/document/fragments.ts';

type Variables = Readonly<Record<string, unknown>>;
/** An object of the data. */
export type Item = Readonly<Record<string, unknown>>;
/** Resolvers by `Type.field`; a field without one is a property. */
export type Resolvers = Readonly<Record<string, (parent: Item, args: Item) => unknown>>;

type Write = (item: Item, variables: Variables, into: Record<string, unknown>) => void;

/** @returns a function from a request's body to the JSON of its answer */
export function compiledAnswers(resolvers: Resolvers): (query: string, variables: Variables) => string {
  const compiled = new Map<string, (variables: Variables) => string>();
  return (query, variables) => {
    let run = compiled.get(query);
    if (run === undefined) compiled.set(query, (run = compile(parse(query), resolvers)));
    return run(variables);
  };
}

function compile(document: DocumentNode, resolvers: Resolvers): (variables: Variables) => string {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;
  const fragments = fragmentsOf(document);
  const write = selection(operation.selectionSet, resolvers, fragments);
  return (variables) => {
    const data = {};
    write({ __typename: 'Query' }, variables, data);
    return JSON.stringify({ data });
  };
}

function selection(set: SelectionSetNode, resolvers: Resolvers, fragments: Fragments): Write {
  const writes = set.selections.map((node): Write => {
    if (node.kind === Kind.FIELD) return field(node, resolvers, fragments);
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)! : node;
    const inner = selection(fragment.selectionSet, resolvers, fragments);
    const type = fragment.typeCondition?.name.value;
    return (item, variables, into) => {
      if (type === undefined || type === item['__typename']) inner(item, variables, into);
    };
  });
  return (item, variables, into) => {
    for (const write of writes) write(item, variables, into);
  };
}

function field(node: FieldNode, resolvers: Resolvers, fragments: Fragments): Write {
  const name = node.name.value;
  const key = node.alias?.value ?? name;
  const inner = node.selectionSet && selection(node.selectionSet, resolvers, fragments);
  const args = node.arguments ?? [];
  const take = (value: unknown, variables: Variables): unknown => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map((item) => take(item, variables));
    if (inner === undefined) return value;
    const into = {};
    inner(value as Item, variables, into);
    return into;
  };
  return (item, variables, into) => {
    const resolver = resolvers[`${item['__typename'] as string}.${name}`];
    const given =
      resolver && Object.fromEntries(args.map((arg) => [arg.name.value, valueFromASTUntyped(arg.value, variables)]));
    into[key] = take(resolver === undefined ? item[name] : resolver(item, given!), variables);
  };
}
