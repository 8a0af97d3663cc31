import { describe, expect, it } from 'vitest';
import { explanationOf, factsOf, roleOf, variablesOf } from '../../../web/graph/question.ts';

const question = (text: string, more = {}) => ({ name: 'q', title: 'The title', text, ...more });

describe('a saved question', () => {
  it('explains itself by the comment it opens with, paragraph by paragraph, without its title', () => {
    const text = '# The title\n# One\n# and on.\n#\n# Satu.\n\n# not this\n{ a }';
    expect(explanationOf(question(text))).toEqual(['One and on.', 'Satu.']);
    expect(explanationOf(question('{ a }'))).toEqual([]);
    expect(explanationOf(question('# only'))).toEqual(['only']);
  });

  it('says whom it is for, apart from what it explains', () => {
    const told = question('# The title\n# One.\n# Role / Peran: verifier@DISHUB\n{ a }');
    expect([roleOf(told), explanationOf(told)]).toEqual(['verifier@DISHUB', ['One.']]);
    expect(roleOf(question('# Role / Peran of whom\n{ a }'))).toBeUndefined();
  });

  it('starts from the defaults of its variables; what has none is there to fill in', () => {
    const text =
      'query Q($first: Int = 20, $period: Period! = "2025-10", $in: F = { kinds: [A], n: 1.5 }, $code: ID!) { a }';
    expect(JSON.parse(variablesOf(question(text)))).toEqual({
      first: 20,
      period: '2025-10',
      in: { kinds: ['A'], n: 1.5 },
      code: null,
    });
    expect(JSON.parse(variablesOf(question(text, { variables: { code: 'X' } })))).toMatchObject({
      first: 20,
      code: 'X',
    });
  });

  it('has no variables when it declares none or does not parse', () => {
    expect(variablesOf(question('{ a }'))).toBe('');
    expect(variablesOf(question('query {'))).toBe('');
  });

  it('is called by its first operation', () => {
    expect(factsOf('fragment F on T { a } query Coverage { a }').operationName).toBe('Coverage');
    expect(factsOf('{ a }').operationName).toBeUndefined();
    expect(factsOf('query {')).toEqual({});
  });
});
