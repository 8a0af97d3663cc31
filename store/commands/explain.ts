/** explain: the plan that a command would read by, and what reading cost. */
import { storeFault } from '../errors.ts';
import { isDocument, type Document } from '../value/types.ts';
import type { AccessPath } from '../index/plan.ts';
import type { ScanCost } from '../index/scan.ts';
import type { StorageWork } from '../storage/engine.ts';
import { splitStages } from './aggregate.ts';
import { checkFields } from './fields.ts';
import { queryOf, letVariables } from './find.ts';
import { matchingRows, prepare, type Prepared, type DocumentQuery } from './rows-matching.ts';
import type { Request } from './request.ts';
import { VERSION } from './server.ts';

type Fields = Record<string, unknown>;

/** The command explain. @throws StoreError TypeMismatch, CommandNotFound and those of the query */
export async function explain(request: Request): Promise<Fields> {
  const inner = request.command.get('explain');
  if (!isDocument(inner)) throw storeFault('TypeMismatch', 'explain needs a command');
  const explained = request.withCommand(new Map([...inner, ['$db', request.db]]));
  checkFields(explained);
  return explanation(explained, request.command.get('verbosity') !== 'queryPlanner');
}

async function explanation(request: Request, run: boolean): Promise<Fields> {
  const query = explainedQuery(request);
  const { collection } = request;
  const head = { namespace: request.namespace, parsedQuery: query.filter };
  if (collection === undefined)
    return {
      queryPlanner: { ...head, winningPlan: { stage: 'EOF' }, rejectedPlans: [] },
      ...(run
        ? { executionStats: { executionSuccess: true, nReturned: 0, totalKeysExamined: 0, totalDocsExamined: 0 } }
        : {}),
    };
  const prepared = prepare(request.view, collection, query);
  const counting = request.name === 'count' && prepared.access.kind === 'index' && prepared.access.bounds.exact;
  const winningPlan = planOf(prepared, query, counting);
  const stats = run ? await request.read(measure(request, prepared, query, counting)) : undefined;
  return {
    queryPlanner: { ...head, winningPlan, rejectedPlans: [] },
    ...(stats === undefined ? {} : { executionStats: stats }),
    serverInfo: { host: '127.0.0.1', version: VERSION },
  };
}

function explainedQuery(request: Request): DocumentQuery {
  switch (request.name) {
    case 'aggregate':
      return splitStages(request.array('pipeline') ?? [], letVariables(request.command), request.command.get('hint'))
        .query;
    case 'update':
    case 'delete': {
      const statement = (request.array(request.name === 'update' ? 'updates' : 'deletes') ?? [])[0] as Document;
      return { filter: statement.get('q') as Document, hint: statement.get('hint'), variables: new Map() };
    }
    case 'find':
    case 'count':
    case 'distinct':
    case 'findAndModify':
      return queryOf(request);
    default:
      throw storeFault('CommandNotFound', `Explain failed due to unknown command: ${request.name}`);
  }
}

function planOf({ access, mustSort, node }: Prepared, query: DocumentQuery, counting: boolean): Fields {
  let plan =
    counting && access.kind === 'index'
      ? { ...indexStage(access), stage: 'COUNT_SCAN' }
      : accessStage(access, !(node.kind === 'and' && node.children.length === 0));
  if (mustSort) plan = { stage: 'SORT', sortPattern: query.sort, inputStage: plan };
  if (query.skip !== undefined && query.skip > 0) plan = { stage: 'SKIP', skipAmount: query.skip, inputStage: plan };
  return query.limit === undefined ? plan : { stage: 'LIMIT', limitAmount: query.limit, inputStage: plan };
}

function accessStage(access: AccessPath, filtered: boolean): Fields {
  if (access.kind === 'collection')
    return {
      stage: 'COLLSCAN',
      direction: access.reverse ? 'backward' : 'forward',
      ...(filtered ? { filter: true } : {}),
    };
  if (access.kind === 'index') return { stage: 'FETCH', inputStage: indexStage(access) };
  return {
    stage: 'FETCH',
    inputStage: {
      stage: 'OR',
      inputStages: access.branches.map((branch) =>
        branch.kind === 'index' ? indexStage(branch) : accessStage(branch, true),
      ),
    },
  };
}

function indexStage({ index, bounds, reverse }: Extract<AccessPath, { kind: 'index' }>): Fields {
  return {
    stage: 'IXSCAN',
    keyPattern: index.spec.get('key'),
    indexName: index.name,
    isMultiKey: index.multikey.some(Boolean),
    isUnique: index.unique,
    isSparse: index.sparse,
    isPartial: index.partial !== undefined,
    direction: reverse ? 'backward' : 'forward',
    boundedFields: bounds.bounded,
    ranges: bounds.ranges.length,
  };
}

function* measure(request: Request, prepared: Prepared, query: DocumentQuery, counting: boolean): StorageWork<Fields> {
  const cost: ScanCost = { keys: 0, documents: 0 };
  const collection = request.needCollection();
  const begun = performance.now();
  let returned = 0;
  if (counting && prepared.access.kind === 'index') {
    const { index, bounds } = prepared.access;
    cost.keys = bounds.ranges.reduce((total, range) => total + request.view.countEntries(collection, index, range), 0);
    returned = 1;
  } else {
    for (const row of matchingRows(request.view, collection, query, prepared, cost)) {
      if (row === undefined) yield undefined;
      else returned += 1;
    }
  }
  return {
    executionSuccess: true,
    nReturned: returned,
    executionTimeMillis: Math.round(performance.now() - begun),
    totalKeysExamined: cost.keys,
    totalDocsExamined: cost.documents,
  };
}
