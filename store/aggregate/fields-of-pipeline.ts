/** Which top-level fields of its documents a pipeline reads, so that the others need not be built. */
import { isDocument, type Value } from '../value/types.ts';
import { stageOf } from './pipeline.ts';

/** @returns `undefined` where whole documents are read: by any pipeline that does not begin with `$group`, or with `$unwind` and then `$group` */
export function fieldsOfPipeline(stages: readonly Value[]): ReadonlySet<string> | undefined {
  const fields = new Set<string>();
  for (const stage of stages) {
    const [name, argument] = stageOf(stage);
    if (!['$unwind', '$group'].includes(name) || !collect(argument, fields)) return undefined;
    if (name === '$group') return fields;
  }
  return undefined;
}

/** Collects the fields; a text that only looks like a path counts as one, since a field too many does no harm. @returns false where whole documents are read */
function collect(value: Value, fields: Set<string>): boolean {
  if (typeof value === 'string') return collectPath(value, fields);
  if (Array.isArray(value)) return value.every((inner) => collect(inner, fields));
  if (!isDocument(value)) return true;
  return [...value.values()].every((inner) => collect(inner, fields));
}

function collectPath(text: string, fields: Set<string>): boolean {
  const first = text.split('.', 1)[0]!;
  if (first === '$$ROOT' || first === '$$CURRENT') return false;
  if (first.startsWith('$') && !first.startsWith('$$')) fields.add(first.slice(1));
  return true;
}
