import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../../../gateway/guard/policy/policy.ts';
import { implies, meets, NO_REQUIREMENT, type Requirement } from '../../../../gateway/guard/policy/requirement.ts';
import { compose, PEOPLE, standing } from './fixtures.ts';

const policy = readPolicy(PEOPLE);
const may = (field: string, ...who: Parameters<typeof standing>): boolean => {
  const [type, name] = field.split('.') as [string, string];
  return meets(standing(...who), policy.fieldRequirement(type, name));
};

describe('reading a policy', () => {
  it('finds renamed directives by the identity of their specification', () => {
    expect(PEOPLE).toContain('@needs(');
    expect(Object.fromEntries(policy.masks)).toEqual({
      'Worker.name': { as: 'NAME', purposes: undefined },
      'Worker.nik': { as: 'NIK', purposes: ['VERIFICATION'] },
    });
    expect(may('Worker.name')).toBe(false);
    expect(may('Worker.name', ['person:read'])).toBe(true);
  });

  it('ignores a directive that only has the name', () => {
    const sdl = PEOPLE.replace('name: "@requiresScopes", as: "@needs"', 'name: "@requiresScopes", as: "@other"');
    expect(meets(standing(), readPolicy(sdl).fieldRequirement('Worker', 'name'))).toBe(true);
  });

  it('reads scopes as alternatives of which one must be held completely', () => {
    expect(may('Worker.nik', ['person:read'])).toBe(false);
    expect(may('Worker.nik', ['person:read', 'person:nik'])).toBe(true);
    expect(may('Worker.nik', ['audit:read'])).toBe(true);
  });

  it('requires of a field what its type requires, and what the type it returns requires', () => {
    expect(may('Ledger.total')).toBe(false);
    expect(may('Query.ledger')).toBe(false);
    expect(may('Query.ledger', ['any'])).toBe(true);
    expect(may('Member.unit', ['any'])).toBe(false);
    expect(may('Member.unit', ['unit:read'])).toBe(true);
  });

  it('requires of a field what the inputs of its @requires require, also when composition left that out', () => {
    const sdl = PEOPLE.replace(/(covered: Boolean @join__field\(graph: FUNDING, requires: "nik"\)) @needs\(.*\)/, '$1');
    expect(sdl).not.toBe(PEOPLE);
    const weaker = readPolicy(sdl);
    expect(meets(standing(['person:read']), weaker.fieldRequirement('Worker', 'covered'))).toBe(false);
    expect(meets(standing(['audit:read']), weaker.fieldRequirement('Worker', 'covered'))).toBe(true);
  });

  it('requires a stated purpose for @purpose without @mask, and a policy for @policy', () => {
    expect(may('Worker.decile', ['any'])).toBe(false);
    expect(may('Worker.decile', ['any'], { purpose: 'AUDIT' })).toBe(true);
    expect(may('Worker.decile', ['any'], { purpose: 'RESEARCH' })).toBe(false);
    expect(may('Worker.note', ['any'])).toBe(false);
    expect(may('Worker.note', [], { policies: new Set(['role:operator']) })).toBe(true);
  });

  it('applies a minimum of ten to counts over specific data, whatever the directive states', () => {
    expect(Object.fromEntries(policy.aggregates)).toEqual({ 'Query.count': 5, 'Query.few': 10, 'Query.many': 20 });
  });

  it('knows what is personal, by field and by type', () => {
    expect(policy.personal.get('Worker.occupation')).toBe('GENERAL');
    expect(policy.personal.get('Worker.decile')).toBe('SPECIFIC');
    expect(policy.personal.has('Member.name')).toBe(false);
  });

  it('checks types behind an interface one by one, not by the sum that composition writes on the interface', () => {
    expect(PEOPLE).toMatch(/interface Human[^}]*name: String @needs/);
    expect(policy.interfaceRequirement('Human', 'name')).toEqual(NO_REQUIREMENT);
  });

  it('keeps what an interface requires beyond the types behind it', () => {
    const sdl = PEOPLE.replace(/(interface Human[^}]*?id: ID!)/, '$1 @authenticated');
    expect(readPolicy(sdl).interfaceRequirement('Human', 'id').authenticated).toBe(true);
  });

  it('copies what an interface object adds to the types behind the interface', () => {
    const sdl = compose({
      a: 'type Query { human: Human } interface Human @key(fields: "id") { id: ID! } type Worker implements Human @key(fields: "id") { id: ID! }',
      b: 'type Human @interfaceObject @key(fields: "id") { id: ID! score: Int @purpose(allowed: ["AUDIT"]) }',
    });
    const read = readPolicy(sdl);
    expect(meets(standing(['x']), read.fieldRequirement('Worker', 'score'))).toBe(false);
  });

  it('requires of a field what its context requires', () => {
    const sdl = compose({
      a: `type Query { owner: Owner } type Owner @key(fields: "id") @context(name: "ctx") { id: ID! secret: String @purpose(allowed: ["AUDIT"]) item: Item }
          type Item @key(fields: "id") { id: ID! shown(with: String @fromContext(field: "$ctx { secret }")): Int }`,
      b: 'type Item @key(fields: "id") { id: ID! other: Int }',
    });
    const read = readPolicy(sdl);
    expect(meets(standing(['x']), read.fieldRequirement('Item', 'shown'))).toBe(false);
    expect(meets(standing(['x'], { purpose: 'AUDIT' }), read.fieldRequirement('Item', 'shown'))).toBe(true);
  });

  it('refuses an unknown mask', () => {
    expect(() => readPolicy(PEOPLE.replace('@veil(as: NAME)', '@veil(as: FACE)'))).toThrow(
      /Worker.name @mask\(as:\) expected one of NIK/,
    );
  });
});

describe('comparing requirements', () => {
  const scopes = (...alternatives: string[][]): Requirement => ({ ...NO_REQUIREMENT, scopes: [alternatives] });
  it.each([
    ['a and b', scopes(['a', 'b']), 'a', scopes(['a']), true],
    ['a', scopes(['a']), 'a and b', scopes(['a', 'b']), false],
    ['a', scopes(['a']), 'a or b', scopes(['a'], ['b']), true],
    ['a or b', scopes(['a'], ['b']), 'a', scopes(['a']), false],
    ['two rules, a and b', { ...NO_REQUIREMENT, scopes: [[['a']], [['b']]] }, 'a and b', scopes(['a', 'b']), true],
    ['nothing', NO_REQUIREMENT, 'a', scopes(['a']), false],
    ['an alternative of nobody', scopes(), 'a', scopes(['a']), true],
  ])('%s against another rule (%#)', (_strong, strong, _weak, weak, expected) => {
    expect(implies(strong as Requirement, weak as Requirement)).toBe(expected);
  });
});
