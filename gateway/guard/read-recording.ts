/**
 * What becomes of an answer before it leaves: who saw whom is recorded. Worked out once for each prepared operation; one that asks
 * for no persons passes as it is. Masks, and the backstop for counts, are written by the reply itself (`reply/field-policy.ts`).
 */
import { hash } from 'node:crypto';
import { getOperationAST, GraphQLError, parse, separateOperations, type GraphQLSchema } from 'graphql';
import type { ExecutionResult, ResultData } from '../execute/compile-operation.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { FieldPolicy } from '../disclosure/field-policy.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { asksForSubjects, isSubjectKey, personalFields, takeSubjects } from '../audit/subjects.ts';
import type { Caller } from './identity/caller.ts';
import { inputValues } from './policy/input-values.ts';
import { forPartThatRuns } from './part-that-runs.ts';
import { namingInputs, personalInputs, type Policy } from './policy/policy.ts';
import { mapMaybePromise, type MaybePromise } from './maybe-promise.ts';
import type { RequestVariables } from './variables.ts';

export interface ReadRecordingOptions {
  /** Absent where reads are not recorded. */
  readonly audit?: Pick<AuditLog, 'record'>;
  /** Told of a count that its subgraph should have perturbed, by its coordinate. */
  readonly unperturbed?: (coordinate: string, subgraphs: readonly string[]) => void;
  readonly now?: () => Date;
}

/** Who gets the answer. */
export interface Recipient {
  readonly caller: Pick<Caller, 'id' | 'scopes' | 'agency'>;
  readonly purpose: string | undefined;
  readonly requestId: string;
}

export type ReadRecording = (
  outcome: ExecutionResult,
  recipient: Recipient,
  variables?: RequestVariables,
) => MaybePromise<ExecutionResult>;

/** @returns what is done with the answers of a prepared operation; undefined when nothing is to be done */
export function readRecording(
  options: ReadRecordingOptions,
  policy: Policy,
  generation: Generation,
  prepared: PreparedOperation,
): ReadRecording | undefined {
  const { apiSchema: schema } = generation;
  // As the client wrote it: what was added for the record is not theirs.
  const whole = parse(prepared.text, { noLocation: true });
  const operation = getOperationAST(whole, prepared.operationName)!;
  const document = separateOperations(whole)[operation.name?.value ?? '']!;
  const record = options.audit && recording(options.audit, policy, schema, { ...prepared, document, operation });
  const named = asksForSubjects(prepared.document);
  if (record === undefined && !named) return undefined;
  return (outcome, recipient, variables = {}) => {
    if (outcome.refused) return outcome;
    const asked = record?.asked(variables) ?? NOBODY;
    const { data, persons } = named ? takeSubjects(outcome.data(), asked.named) : { data: outcome.data(), persons: [] };
    const now = options.now?.() ?? new Date();
    const recorded = outcome.data() == null ? undefined : record?.write(recipient, now, asked, persons);
    return mapMaybePromise(recorded, () => replaced(outcome, data as ResultData));
  };
}

/** What a request's values ask about persons. */
interface Asked {
  /** `Type.field` of the personal fields it runs. */
  readonly fields: readonly string[];
  /** `Type.field` that it filtered or sorted by. */
  readonly filters: readonly string[];
  /** Response keys of what it narrowed to persons whom it named. */
  readonly named: ReadonlySet<string>;
}

const NOBODY: Asked = { fields: [], filters: [], named: new Set() };

interface Recording {
  asked(variables: RequestVariables): Asked;
  /** @returns when the answer may leave; rejects when it must not */
  write(recipient: Recipient, now: Date, asked: Asked, persons: readonly string[]): MaybePromise<void>;
}

/** What a record says of one operation, for one set of conditions. */
interface Description {
  readonly fields: readonly string[];
  readonly given: ReturnType<typeof inputValues>;
}

/** @returns undefined for an operation whose answers can say nothing of persons */
function recording(
  audit: Pick<AuditLog, 'record'>,
  policy: Policy,
  schema: GraphQLSchema,
  prepared: PreparedOperation,
): Recording | undefined {
  const { text, operationName, document, operation } = prepared;
  const [personal, naming] = [personalInputs(policy), namingInputs(policy)];
  const descriptionOf = forPartThatRuns(document, operation, (part) =>
    describe(policy, schema, { ...prepared, document: part }),
  );
  const most = describe(policy, schema, prepared);
  if (most.fields.length === 0 && most.given === undefined) return undefined;
  const described = { name: operationName ?? operation.name?.value, hash: hash('sha256', text, 'hex') };
  return {
    asked(variables) {
      const { fields, given } = descriptionOf(variables);
      const all = [...(given?.(variables) ?? [])];
      const filters = new Set(
        all.flatMap(({ coordinates }) => coordinates.flatMap((each) => personal.get(each) ?? [])),
      );
      return {
        fields,
        filters: [...filters].sort(),
        named: new Set(
          all.filter(({ coordinates }) => coordinates.some((each) => naming.has(each))).map(({ key }) => key),
        ),
      };
    },
    write(recipient, now, { fields, filters }, persons) {
      if (fields.length === 0 && filters.length === 0) return;
      return audit.record({
        at: now.toISOString(),
        ...ofRecipient(recipient),
        operation: described,
        fields,
        ...(filters.length > 0 && { filters }),
        persons,
      });
    },
  };
}

function describe(
  policy: Policy,
  schema: GraphQLSchema,
  { document, operation, policy: judged }: PreparedOperation,
): Description {
  const fields = personalFields(schema, document, new Set(policy.personal.keys())).filter(
    (coordinate) => !isDenied(coordinate, policy, judged),
  );
  return { fields, given: inputValues(schema, document, operation, personalInputs(policy)) };
}

/** That somebody of a type is there is denied with all that is known of them. */
function isDenied(coordinate: string, { types }: Policy, judged: FieldPolicy | undefined): boolean {
  const [typeName = '', field = ''] = coordinate.split('.');
  const fields = field === '__typename' ? [...(types.get(typeName)?.fields.keys() ?? [])] : [field];
  return fields.every((each) => judged?.denied?.has(`${typeName}.${each}`));
}

function ofRecipient({ caller, purpose, requestId }: Recipient): {
  requestId: string;
  caller: string;
  client: string;
  agency?: string;
  purpose?: string;
} {
  return { requestId, caller: caller.id, client: caller.id, agency: caller.agency, purpose };
}

function replaced(outcome: ExecutionResult, data: ResultData): ExecutionResult {
  return {
    refused: false,
    data: () => data,
    dataText: () => JSON.stringify(data),
    errors: () => errorsAsAsked(outcome.errors(), data),
  };
}

/**
 * What went wrong with a subject, which was asked for the record alone, is told where the client misses something by it: at the null
 * nearest to the root, once. Where the client misses nothing, nothing is told.
 */
function errorsAsAsked(errors: readonly GraphQLError[], data: ResultData): readonly GraphQLError[] {
  const told = new Set(
    errors.filter(({ path }) => !path?.some(isSubjectKey)).map(({ path }) => JSON.stringify(path ?? [])),
  );
  return errors.flatMap((error) => {
    const { path = [], message, extensions } = error;
    const added = path.findIndex(isSubjectKey);
    if (added === -1) return [error];
    const missed = nullAlong(path.slice(0, added), data);
    if (missed === undefined || told.has(JSON.stringify(missed))) return [];
    told.add(JSON.stringify(missed));
    return [new GraphQLError(message, { path: missed, extensions })];
  });
}

/** @returns the path to the first null on the way, undefined when there is none */
function nullAlong(path: readonly (string | number)[], data: unknown): readonly (string | number)[] | undefined {
  let value = data;
  for (let length = 0; ; length++) {
    if (value == null) return path.slice(0, length);
    if (length === path.length) return undefined;
    value = (value as Record<string | number, unknown>)[path[length]!];
  }
}
