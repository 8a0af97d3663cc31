/** Operations made to cost as much as they can for their size, on the supergraph PEOPLE. */
const many = (count: number, each: (index: number) => string, join = ' '): string =>
  Array.from({ length: count }, (_, index) => each(index)).join(join);

export const HOSTILE: Readonly<Record<string, string>> = {
  'a bomb of 2^40 selections': `{ ...F0 } ${many(40, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F40 on Query { __typename }`,
  'a bomb below an operation that is small enough': `query A { workers { id } } query B { ...F0 } ${many(40, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F40 on Query { __typename }`,
  '10,000 times the same field': `{ ${many(10_000, () => '__typename')} }`,
  '2,900 times the same field': `{ workers { ${many(2_900, () => 'name')} } }`,
  '2,900 aliases': `{ workers { ${many(2_900, (n) => `a${n}: name`)} } }`,
  '700 root aliases': `{ ${many(700, (n) => `a${n}: workers { covered village { name } }`)} }`,
  '200 times 100 inline fragments': `{ workers { ${many(200, () => `... on Person { ${many(20, (n) => `... on Worker { a${n}: name }`)} }`)} } }`,
  'conflicts between 1,000 fields of one name': `{ ${many(1_000, (n) => `workers { name: ${n % 2 ? 'nik' : 'id'} friends { id } }`)} }`,
  'overlapping fragments, each with each': `{ ${many(150, (n) => `...A${n}`)} } ${many(150, (n) => `fragment A${n} on Query { workers { friends { a${n}: id ${many(10, (m) => `b${m}: name`)} } } }`)}`,
  'nesting of 5,000 levels': `{ workers ${'{ friends '.repeat(5_000)} { id } ${'}'.repeat(5_000)} }`,
  'nesting of 390 levels': `{ workers ${'{ friends '.repeat(390)} { id } ${'}'.repeat(390)} }`,
  'a list of 6,000 lists': `{ worker(id: ${'['.repeat(6_000)}${']'.repeat(6_000)}) { id } }`,
  'a chain of 1,500 fragments': `{ ...F0 } ${many(1_500, (n) => `fragment F${n} on Query { ...F${n + 1} }`)} fragment F1500 on Query { __typename }`,
  'a circle of 2,000 fragments': `{ ...F0 } ${many(2_000, (n) => `fragment F${n} on Query { ...F${(n + 1) % 2_000} }`)}`,
  '2,000 variables': `query(${many(2_000, (n) => `$v${n}: Boolean`)}) { workers { id } }`,
  '3,000 directives': `{ workers { id ${many(1_000, (n) => `@skip(if: false) @include(if: true) @d${n}`)} } }`,
  '3,000 unknown fields': `{ ${many(3_000, (n) => `unknown${n}`)} }`,
  'one wrong name of 100,000 letters': `{ ${'x'.repeat(100_000)} }`,
  '190,000 blanks': `{ workers { id } }${' '.repeat(190_000)}`,
  '190,000 characters of comment': `{ workers { id } } # ${'x'.repeat(190_000)}`,
  'a text of 10 million characters': `{ workers { id } }${' '.repeat(10_000_000)}`,
  'a block string of 150,000 characters': `{ worker(id: """${'\\n  x'.repeat(30_000)}""") { id } }`,
  'conditions in every combination': `query(${many(12, (n) => `$c${n}: Boolean!`)}) { workers { ${many(12, (n) => `... @include(if: $c${n}) { covered village @skip(if: $c${(n + 1) % 12}) { name } }`)} } }`,
  'introspection, 300 times': `{ ${many(300, (n) => `a${n}: __schema { types { name fields { name args { name type { name } } type { name kind ofType { name } } } } }`)} }`,
  'introspection of fields of fields': `{ __schema { types { ${many(30, (n) => `f${n}: fields { type { ${many(30, (m) => `g${m}: fields { name }`)} } }`)} } } }`,
  'introspection in a bomb of fragments': `{ __schema { types { ...F0 } } } ${many(11, (n) => `fragment F${n} on __Type { ...F${n + 1} ...F${n + 1} }`)} fragment F11 on __Type { kind fields { name } }`,
  'every type below every other': `{ ${many(60, (n) => `p${n}: person(id: 1) { ... on Worker { friends { friends { friends { covered paid village { name population } } } } } ... on Member { village { name } } }`)} }`,
};
