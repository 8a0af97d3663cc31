/** What a file changes of a record, as its event has it: before and after of each field as text, but not what follows from another field. */
import type { FileChange } from './file-event.ts';

/** How the fields of a record are told. */
interface Telling<Row> {
  /** Fields that follow from others and from the change itself. */
  readonly derived: readonly string[];
  /** @returns the texts of fields that are no text themselves, of `kpj` too: the card number is a field of its own */
  readonly textsOf: (fields: Partial<Row>) => Readonly<Record<string, () => string | null>>;
}

interface Changed {
  readonly status?: string;
  readonly version: number;
}

/** @param kept the record before @param set what is set in the document */
export function fileChange<Row extends { readonly _id: string; readonly status: string }>(
  kept: Row,
  set: Readonly<Record<string, unknown>>,
  { derived, textsOf }: Telling<Row>,
): FileChange {
  const [before, after] = [kept, set as Partial<Row>].map((fields) => {
    const special = textsOf(fields);
    return (field: string): string | null =>
      (special[field] ?? (() => (fields[field as keyof Row] as string | null | undefined) ?? null))();
  });
  const fields = Object.keys(set).filter((field) => !derived.includes(field));
  const corrections = (fields.includes('membership') ? [...fields, 'kpj'] : fields)
    .map((field) => ({ field, before: before!(field), after: after!(field) }))
    .filter((each) => each.before !== each.after);
  const { status: to = kept.status, version } = set as unknown as Changed;
  return { subject: kept._id, from: kept.status, to, version, corrections };
}
