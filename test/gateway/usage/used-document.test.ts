import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { usedDocument } from '../../../gateway/usage/used-document.ts';

const NIK = '3275010101010001';

describe('a used document', () => {
  it('names fields, arguments, input fields and enum values, and has no value', () => {
    const { document, name } = usedDocument(
      `query Ask($nik: String = "${NIK}") { a${NIK}: worker(nik: "${NIK}", age: 32, ratio: 1.5, filter: { status: ACTIVE, names: ["Sri", "Budi"] }, on: true) { id } b: worker(nik: $nik) { name } }`,
      undefined,
    );
    expect(name).toBe('Ask');
    expect(document).not.toContain(NIK);
    expect(document).not.toMatch(/Sri|Budi|32|1\.5/);
    expect(document.replaceAll(/\s+/g, ' ')).toContain(
      '_1: worker( nik: "" age: 0 ratio: 0.0 filter: {status: ACTIVE, names: [""]} on: true )',
    );
    expect(document).toContain('_2: worker(nik: $v1)');
    expect(document).toContain('query Ask($v1: String = "")');
  });

  it('has no block string, and no name of a fragment, an alias or a variable that a client chose', () => {
    const { document } = usedDocument(
      `query($siti_aminah: String) { x(t: """siti aminah""", u: $siti_aminah) { ...Siti_Aminah } } fragment Siti_Aminah on X { sitiAminah: y }`,
      undefined,
    );
    expect(document.toLowerCase()).not.toMatch(/siti/);
    expect(document).toContain('...F1');
    expect(document).toContain('fragment F1 on X');
  });

  it('tells no name of an operation that has a number of a person or is very long', () => {
    expect(usedDocument(`query Of${NIK} { a }`, undefined)).toMatchObject({ name: null, document: '{\n  a\n}' });
    expect(usedDocument(`query ${'x'.repeat(101)} { a }`, undefined).name).toBeNull();
  });

  it('is of the operation that ran alone, with the fragments that it uses', () => {
    const text = 'query A { a ...F } query B { b ...G } fragment F on Query { f } fragment G on Query { g }';
    const { document } = usedDocument(text, 'B');
    expect(document).toContain('b');
    expect(document).toContain('g');
    expect(document).not.toMatch(/\ba\b|\bf\b/);
  });

  it('is the same for operations that differ in values alone, and in lists by length alone', () => {
    const of = (text: string): string => usedDocument(text, undefined).hash;
    expect(of('query A { a(id: "1", of: [1, 2]) }')).toBe(of('query A { a(id: "2", of: [3, 4, 5]) }'));
    expect(of('query A { a(id: "1") }')).not.toBe(of('query B { a(id: "1") }'));
    expect(of('{ a(s: ACTIVE) }')).not.toBe(of('{ a(s: EXITED) }'));
  });

  it('still merges what a client selected twice under one alias', () => {
    const schema = buildSchema('type Query { a(n: Int): A } type A { x: Int y: Int }');
    const { document } = usedDocument('{ k: a(n: 1) { x } k: a(n: 1) { y } l: a(n: 2) { x } }', undefined);
    expect(validate(schema, parse(document))).toEqual([]);
  });
});
