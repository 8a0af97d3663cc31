/** A supergraph as large as one likes, written out and not composed, which would take minutes. */
import { compose } from '../gateway/plan/fixtures.ts';

/** @returns a supergraph of one subgraph, `big`, whose types have this many fields together, forty each */
export function largeSupergraph(fields: number, version = 1): string {
  const small = compose({ big: `type Query { t0: T0 version${version}: Int } type T0 { id: ID! }` });
  const types = Array.from({ length: Math.ceil(fields / 40) }, (_, type) => {
    const members = Array.from(
      { length: 40 },
      (_, field) =>
        `  "Field ${field} of type ${type}, with a line that says what it is."\n  f${field}(first: Int = 10, after: String): ${field % 4 === 0 ? `T${(type + field) % Math.ceil(fields / 40)}` : 'String'}`,
    );
    return `type T${type}\n  @join__type(graph: BIG)\n{\n  id: ID!\n${members.join('\n')}\n}`;
  });
  return `${small.replace(/type T0\n[^}]*\}/, '')}\n${types.join('\n\n')}\n`;
}
