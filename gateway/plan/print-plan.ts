/**
 * Prints a plan in the format of Apollo's own tools, line for line. Apollo's printer is part of the planner, which the main thread does
 * not need otherwise and which would block it while loading.
 */
import { Kind, parse, print, type DefinitionNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { ConditionNode, FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';

/** @returns the plan as indented text @throws TypeError for a subscription's */
export function printPlan({ node }: QueryPlan): string {
  if (node?.kind === 'Subscription')
    throw new TypeError('expected a plan of a query or a mutation, got one of a subscription');
  return node ? list('QueryPlan', [node]) : 'QueryPlan {}';
}

function printNode(node: PlanNode): string {
  switch (node.kind) {
    case 'Fetch':
      return block(`Fetch(service: "${node.serviceName}")`, printFetch(node));
    case 'Flatten':
      return list(`Flatten(path: "${node.path.join('.')}")`, [node.node]);
    case 'Sequence':
    case 'Parallel':
      return list(node.kind, node.nodes);
    case 'Condition':
      return printCondition(node);
    default:
      throw new TypeError(`expected a node of a query plan, got ${node.kind}`);
  }
}

function printFetch({ requires, operation }: FetchNode): string {
  const definitions = parse(operation, { noLocation: true }).definitions.map(printDefinition).join('\n\n');
  return requires === undefined ? definitions : `${printRequires(requires)} =>\n${definitions}`;
}

function printCondition({ condition, ifClause, elseClause }: ConditionNode): string {
  if (ifClause && elseClause)
    return block(
      `Condition(if: $${condition})`,
      `${block('Then', printNode(ifClause))} ${block('Else', printNode(elseClause))}`,
    );
  if (ifClause) return block(`Include(if: $${condition})`, printNode(ifClause));
  return block(`Skip(if: $${condition})`, printNode(elseClause!));
}

/** An operation is printed as its selections: its name and variables repeat what the plan has. */
function printDefinition(definition: DefinitionNode): string {
  return print(definition.kind === Kind.OPERATION_DEFINITION ? withoutEntities(definition) : definition);
}

function withoutEntities({ selectionSet }: OperationDefinitionNode): SelectionSetNode {
  const [first] = selectionSet.selections;
  return first?.kind === Kind.FIELD && first.name.value === '_entities' ? first.selectionSet! : selectionSet;
}

function printRequires(selections: readonly QueryPlanSelectionNode[]): string {
  return block('', selections.map(printSelection).join('\n'));
}

function printSelection(selection: QueryPlanSelectionNode): string {
  const name =
    selection.kind === 'Field'
      ? `${selection.alias ? `${selection.alias}: ` : ''}${selection.name}`
      : `...${selection.typeCondition ? ` on ${selection.typeCondition}` : ''}`;
  return selection.selections ? `${name} ${printRequires(selection.selections)}` : name;
}

function list(title: string, nodes: readonly PlanNode[]): string {
  return block(title, nodes.map((node) => `${printNode(node)},`).join('\n'));
}

function block(title: string, inner: string): string {
  return `${title === '' ? '' : `${title} `}{\n${inner.replaceAll(/^(?=.)/gm, '  ')}\n}`;
}
