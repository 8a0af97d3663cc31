/** The two questions that the audit answers: who saw a person, and what a client saw of whom. */
import type { AuditRecord } from './audit-record.ts';
import type { AuditStore } from './audit-store.ts';

/** Every record that names a person, oldest first. @param from,to ISO 8601, `to` itself excluded; no bound when left out */
export async function personAccessLog(
  store: AuditStore,
  person: string,
  from?: string,
  to?: string,
): Promise<readonly Omit<AuditRecord, 'persons'>[]> {
  const found: Omit<AuditRecord, 'persons'>[] = [];
  for await (const { at, requestId, caller, client, agency, purpose, operation, fields, filters } of store.find({
    person,
    from,
    to,
  })) {
    // Other persons in the same answer are left out: they are no concern of this person.
    found.push({ at, requestId, caller, client, agency, purpose, operation, fields, ...(filters && { filters }) });
  }
  return found;
}

/** What one client saw of one person. */
export interface SeenPerson {
  readonly person: string;
  readonly fields: readonly string[];
  /** How many answers. */
  readonly times: number;
  readonly first: string;
  readonly last: string;
}

/** Persons and fields that a client saw in a period: for the notice under UU 27/2022 article 46, due within 3 x 24 hours, which names the data. */
export async function seenByClient(
  store: AuditStore,
  client: string,
  from?: string,
  to?: string,
): Promise<readonly SeenPerson[]> {
  const seen = new Map<string, { fields: Set<string>; times: number; first: string; last: string }>();
  for await (const { at, persons, fields, filters = [] } of store.find({ client, from, to })) {
    for (const person of persons) {
      const one = seen.get(person) ?? { fields: new Set(), times: 0, first: at, last: at };
      for (const field of [...fields, ...filters]) one.fields.add(field);
      one.times++;
      one.last = at;
      seen.set(person, one);
    }
  }
  return [...seen].map(([person, { fields, ...rest }]) => ({ person, fields: [...fields].sort(), ...rest }));
}
