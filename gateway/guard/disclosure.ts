/**
 * What becomes of an answer before it leaves: small counts are hidden and others rounded, and who saw whom is recorded.
 * Worked out once for each prepared operation; one that asks for neither counts nor persons passes as it is.
 */
import { hash } from 'node:crypto';
import { getOperationAST, parse } from 'graphql';
import { snapshotMonth } from '../../base/snapshot-month.ts';
import type { Outcome } from '../execute/compile-operation.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import { suppression, type Exactness } from '../reply/suppress.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { AuditLog } from '../watch/audit/audit-log.ts';
import { isSubjectKey, personalFields, takeSubjects } from '../watch/audit/subjects.ts';
import type { Caller } from './identity/caller.ts';
import type { Policy } from './policy/policy.ts';
import { after, type Soon } from './soon.ts';

export interface DisclosureOptions {
  /** Absent where reads are not recorded. */
  readonly audit?: Pick<AuditLog, 'record'>;
  /** Secret of the rounding, the same on every gateway of a city, at least 32 bytes. */
  readonly roundingKey: string;
  readonly now?: () => Date;
}

/** Who gets the answer. */
export interface Recipient {
  readonly caller: Pick<Caller, 'id' | 'scopes' | 'agency'>;
  readonly purpose: string | undefined;
  readonly requestId: string;
  /** The month subgraphs were told; without one, the last that has ended. */
  readonly month?: string;
}

export interface Disclosed {
  readonly outcome: Outcome;
  /** `frozenMonth` where counts are of a month that has ended, `suppressed` where one was hidden. */
  readonly extensions: Readonly<Record<string, unknown>>;
}

export type DisclosureControl = (outcome: Outcome, recipient: Recipient) => Soon<Disclosed>;

/** @returns what is done with the answers of a prepared operation; undefined when nothing is to be done */
export function disclosureControl(options: DisclosureOptions, policy: Policy, generation: Generation, prepared: PreparedOperation): DisclosureControl | undefined {
  const { apiSchema: schema } = generation;
  // As the client wrote it: what was added for the record is not his.
  const document = parse(prepared.text, { noLocation: true });
  const operation = getOperationAST(document, prepared.operationName)!;
  const suppress = suppression({ schema, document, operation, minimums: policy.aggregates });
  const denied = prepared.policy?.denied;
  const fields = personalFields(schema, document, new Set(policy.personal.keys())).filter((coordinate) => !denied?.has(coordinate));
  if (suppress === undefined && fields.length === 0) return undefined;
  const described = { name: prepared.operationName ?? operation.name?.value, hash: hash('sha256', prepared.text, 'hex') };
  return (outcome, recipient) => {
    if (outcome.refused) return { outcome, extensions: {} };
    const { data: named, persons } = fields.length > 0 ? takeSubjects(outcome.data) : { data: outcome.data, persons: [] };
    const now = options.now?.() ?? new Date();
    const exactness = exactnessOf(recipient, options.roundingKey, now);
    return after(suppress?.(named, exactness) ?? { data: named, suppressed: [] }, ({ data, suppressed }) => {
      const at = now.toISOString();
      if (fields.length > 0 && outcome.data != null) options.audit?.record({ at, ...ofRecipient(recipient), operation: described, fields, persons });
      const frozenMonth = suppress !== undefined && exactness.kind === 'rounded' ? exactness.rounding.month : undefined;
      return { outcome: replaced(outcome, data as Outcome['data']), extensions: { ...(frozenMonth && { frozenMonth }), ...(suppressed.length > 0 && { suppressed }) } };
    });
  };
}

/** `cell:exact` sees every count; everybody else rounded ones of the frozen month, small ones hidden. */
function exactnessOf({ caller, month }: Recipient, key: string, now: Date): Exactness {
  if (caller.scopes.has('cell:exact')) return { kind: 'all' };
  return { kind: 'rounded', rounding: { key, month: month ?? snapshotMonth(now.getTime()) } };
}

function ofRecipient({ caller, purpose, requestId }: Recipient): { requestId: string; caller: string; client: string; agency?: string; purpose?: string } {
  return { requestId, caller: caller.id, client: caller.id, agency: caller.agency, purpose };
}

function replaced(outcome: Outcome, data: Outcome['data']): Outcome {
  return {
    refused: false,
    data,
    get dataText() {
      return JSON.stringify(data);
    },
    get errors() {
      return outcome.errors.filter(({ path }) => !path?.some(isSubjectKey));
    },
  };
}
