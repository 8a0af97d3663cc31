/**
 * Records who saw whom before an answer leaves. Compiled once for each prepared operation; operations without persons are left as they
 * are. Masks and the backstop for counts are applied when the reply is written (`disclosure/field-policy.ts`).
 */
import { hash } from 'node:crypto';
import { getOperationAST, GraphQLError, parse, separateOperations, type GraphQLSchema } from 'graphql';
import { withoutNumbers } from '../../base/person-numbers.ts';
import type { ExecutionResult, ResultData } from '../execute/compile-operation.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { FieldPolicy } from '../disclosure/field-policy.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { asksForSubjects, isSubjectKey, personalFields, takeSubjects } from '../audit/subjects.ts';
import type { Caller } from './identity/caller.ts';
import type { ReportUnperturbed } from './policy/decision.ts';
import { inputValues } from './policy/input-values.ts';
import { forPartThatRuns } from './part-that-runs.ts';
import { namingInputs, personalInputs, type Policy } from './policy/policy.ts';
import { mapMaybePromise, type MaybePromise } from './maybe-promise.ts';
import type { RequestVariables } from './variables.ts';

/** Where reads are recorded. */
export interface ReadRecordingOptions {
  /** Absent where reads are not recorded. */
  readonly audit?: Pick<AuditLog, 'record'>;
  /** Called with each count that its subgraph should have perturbed. */
  readonly reportUnperturbed?: ReportUnperturbed;
  /** For tests. */
  readonly now?: () => Date;
}

/** Who receives the answer. */
export interface Recipient {
  readonly caller: Pick<Caller, 'id' | 'scopes' | 'agency'>;
  readonly purpose: string | undefined;
  readonly requestId: string;
}

/**
 * Records the read of one answer and removes what was added to it for the record.
 * @returns the answer for the client, when it is recorded
 * @throws CodedError AUDIT_UNAVAILABLE where the read cannot be recorded
 */
export type ReadRecording = (
  outcome: ExecutionResult,
  recipient: Recipient,
  variables?: RequestVariables,
) => MaybePromise<ExecutionResult>;

/** Compiles the recording of a prepared operation's answers. @returns undefined where there is nothing to record or remove */
export function readRecording(
  options: ReadRecordingOptions,
  policy: Policy,
  generation: Generation,
  prepared: PreparedOperation,
): ReadRecording | undefined {
  const { apiSchema: schema } = generation;
  // The client's own text: fields that were added for the record are not theirs.
  const whole = parse(prepared.text, { noLocation: true });
  const operation = getOperationAST(whole, prepared.operationName)!;
  const document = separateOperations(whole)[operation.name?.value ?? '']!;
  const record = options.audit && recording(options.audit, policy, schema, { ...prepared, document, operation });
  const named = asksForSubjects(prepared.document);
  if (record === undefined && !named) return undefined;
  return (outcome, recipient, variables = {}) => {
    if (outcome.refused) return outcome;
    const requested = record?.requested(variables) ?? NOTHING;
    const { data, persons } = named
      ? takeSubjects(outcome.data(), requested.named)
      : { data: outcome.data(), persons: [] };
    const now = options.now?.() ?? new Date();
    const recorded = outcome.data() == null ? undefined : record?.write(recipient, now, requested, persons);
    return mapMaybePromise(recorded, () => replaced(outcome, data as ResultData));
  };
}

/** What one request reads of persons. */
interface RequestedData {
  /** `Type.field` of the personal fields that run. */
  readonly fields: readonly string[];
  /** `Type.field` that it filtered or sorted by. */
  readonly filters: readonly string[];
  /** Response keys of fields that it filtered by naming persons. */
  readonly named: ReadonlySet<string>;
}

const NOTHING: RequestedData = { fields: [], filters: [], named: new Set() };

interface Recording {
  requested(variables: RequestVariables): RequestedData;
  /** Resolves when the answer may leave; rejects when it must not. */
  write(recipient: Recipient, now: Date, requested: RequestedData, persons: readonly string[]): MaybePromise<void>;
}

/** What a record states about one operation, for one combination of `@skip` and `@include` values. */
interface Description {
  readonly fields: readonly string[];
  /** Personal inputs that a request sets; undefined where the operation has none. */
  readonly inputs: ReturnType<typeof inputValues>;
}

/** Compiles what is recorded of one operation. @returns undefined where its answers cannot hold personal data */
function recording(
  audit: Pick<AuditLog, 'record'>,
  policy: Policy,
  schema: GraphQLSchema,
  prepared: PreparedOperation,
): Recording | undefined {
  const whole = describe(policy, schema, prepared);
  if (whole.fields.length === 0 && whole.inputs === undefined) return undefined;
  const { text, operationName, document, operation } = prepared;
  const descriptionOf = forPartThatRuns(document, operation, (part) =>
    describe(policy, schema, { ...prepared, document: part }),
  );
  const [personal, naming] = [personalInputs(policy), namingInputs(policy)];
  const name = operationName ?? operation.name?.value;
  // The client chooses the name; whoever reads the audit shall not find a person's number in it.
  const described = { name: name && withoutNumbers(name), hash: hash('sha256', text, 'hex') };
  return {
    requested: (variables) => requestedData(descriptionOf(variables), variables, personal, naming),
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

function requestedData(
  { fields, inputs }: Description,
  variables: RequestVariables,
  personal: ReturnType<typeof personalInputs>,
  naming: ReturnType<typeof namingInputs>,
): RequestedData {
  const values = [...(inputs?.(variables) ?? [])];
  const filters = new Set(values.flatMap(({ coordinates }) => coordinates.flatMap((each) => personal.get(each) ?? [])));
  const named = values.filter(({ coordinates }) => coordinates.some((each) => naming.has(each)));
  return { fields, filters: [...filters].sort(), named: new Set(named.map(({ key }) => key)) };
}

function describe(
  policy: Policy,
  schema: GraphQLSchema,
  { document, operation, policy: fieldPolicy }: PreparedOperation,
): Description {
  const fields = personalFields(schema, document, new Set(policy.personal.keys())).filter(
    (coordinate) => !isDenied(coordinate, policy, fieldPolicy),
  );
  return { fields, inputs: inputValues(schema, document, operation, personalInputs(policy)) };
}

/** Whether a field is denied. `__typename`, which shows that a person exists, is denied where all fields of the type are. */
function isDenied(coordinate: string, { types }: Policy, fieldPolicy: FieldPolicy | undefined): boolean {
  const [typeName = '', field = ''] = coordinate.split('.');
  const fields = field === '__typename' ? [...(types.get(typeName)?.fields.keys() ?? [])] : [field];
  return fields.every((each) => fieldPolicy?.denied?.has(`${typeName}.${each}`));
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
    errors: () => errorsForClient(outcome.errors(), data),
  };
}

/**
 * Moves errors of fields that were added for the record to the client's own fields. Such an error is reported once, at the null nearest
 * to the root that it causes in the client's data; where it causes none, it is left out.
 */
function errorsForClient(errors: readonly GraphQLError[], data: ResultData): readonly GraphQLError[] {
  const reported = new Set(
    errors.filter(({ path }) => !path?.some(isSubjectKey)).map(({ path }) => JSON.stringify(path ?? [])),
  );
  return errors.flatMap((error) => {
    const { path = [], message, extensions } = error;
    const added = path.findIndex(isSubjectKey);
    if (added === -1) return [error];
    const missing = nullAlong(path.slice(0, added), data);
    if (missing === undefined || reported.has(JSON.stringify(missing))) return [];
    reported.add(JSON.stringify(missing));
    return [new GraphQLError(message, { path: missing, extensions })];
  });
}

/** @returns the path to the first null along a path; undefined where there is none */
function nullAlong(path: readonly (string | number)[], data: unknown): readonly (string | number)[] | undefined {
  let value = data;
  for (let length = 0; ; length++) {
    if (value == null) return path.slice(0, length);
    if (length === path.length) return undefined;
    value = (value as Record<string | number, unknown>)[path[length]!];
  }
}
