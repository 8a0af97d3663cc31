/** What of the questions that were run is written to the disk of the device. */
import { describe, expect, it } from 'vitest';
import { History } from '../../../web/query/history/history.ts';
import { whyNotKept } from '../../../web/query/history/not-kept.ts';

function disk(held: Record<string, string> = {}) {
  const map = new Map(Object.entries(held));
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
    clear: () => map.clear(),
    key: () => null,
    length: 0,
  };
}

const QUERY = 'query Coverage($month: Period) { city { coverage(month: $month) { total } } }';
const clock = () => {
  let now = 0;
  return () => (now += 1_000);
};
const textOn = (device: ReturnType<typeof disk>): string => [...device.map.values()].join('\n');
const titles = (history: History): string[] => history.state().entries.map(({ query }) => query);

describe('the history', () => {
  it('is in memory alone until the reader asks for it', () => {
    const device = disk();
    const history = new History(device, clock());
    history.note(QUERY, '{"month":"2025-12"}');
    expect(history.state()).toMatchObject({ keeps: false, entries: [{ query: QUERY }] });
    expect(device.map.size).toBe(0);
  });

  it('is kept from the switch on, also what was run before, and read by the next page', () => {
    const device = disk();
    const history = new History(device, clock());
    history.note('{ before }', '');
    history.keep(true);
    history.note(QUERY, '{"month":"2025-12"}');
    expect(titles(new History(device))).toEqual([QUERY, '{ before }']);
    expect(new History(device).state().keeps).toBe(true);
  });

  it('leaves the device when the switch is turned off, and stays until the page is closed', () => {
    const device = disk();
    const history = new History(device, clock());
    history.keep(true);
    history.note(QUERY, '');
    history.keep(false);
    expect(device.map.size).toBe(0);
    expect(titles(history)).toEqual([QUERY]);
    expect(titles(new History(device))).toEqual([]);
  });

  it('is forgotten by one button, here and on the device, and the switch stays', () => {
    const device = disk();
    const history = new History(device, clock());
    history.keep(true);
    history.note(QUERY, '');
    history.clear();
    expect(titles(history)).toEqual([]);
    expect(textOn(device)).not.toContain('Coverage');
    expect(history.state().keeps).toBe(true);
  });

  it('obeys the switch of another page of the same browser', () => {
    const device = disk();
    const [one, other] = [new History(device, clock()), new History(device, clock())];
    one.keep(true);
    other.refresh();
    expect(other.state().keeps).toBe(true);
    one.keep(false);
    other.note(QUERY, '');
    expect(device.map.size).toBe(0);
  });

  it('has a question with its variables once, the newest first, and fifty of them', () => {
    const history = new History(disk(), clock());
    for (let at = 0; at < 60; at += 1) history.note(`{ a${at} }`, '');
    history.note('{ a20 }', '');
    expect(titles(history).slice(0, 2)).toEqual(['{ a20 }', '{ a59 }']);
    expect(titles(history)).toHaveLength(50);
  });

  it('takes what it did not write for nothing, and survives a disk that is full or refused', () => {
    for (const text of ['', 'null', '{"version":2,"entries":[]}', '{"version":1,"entries":[{"query":1}]}', '[]'])
      expect(titles(new History(disk({ 'sigap:history': text })))).toEqual([]);
    const full = {
      ...disk(),
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    const history = new History(full, clock());
    history.keep(true);
    history.note(QUERY, '');
    expect(titles(history)).toEqual([QUERY]);
    expect(new History(undefined).canKeep).toBe(false);
  });
});

describe('what is not kept', () => {
  const query = 'query Q($v: String) { worker(v: $v) { token } }';
  it.each([
    ['a NIK in a variable', query, '{"v":"3275010101010001"}', 'NUMBER'],
    ['a NIK with spaces', query, '{"v":"3275 0101 0101 0001"}', 'NUMBER'],
    ['a NIK as a number', query, '{"v":3275010101010001}', 'NUMBER'],
    ['a NIK in the question', '{ personByNik(nik: "3275010101010001") { token } }', '', 'NUMBER'],
    ['a NIK behind an escape', String.raw`{ personByNik(nik: "327501010101\u0030001") { token } }`, '', 'NUMBER'],
    ['a NIK in a comment', '# 3275010101010001\n{ a }', '', 'NUMBER'],
    ['a telephone number', query, '{"v":"+62 812-3456-7890"}', 'NUMBER'],
    ["a person's token", query, `{"v":"psr_${'a'.repeat(20)}"}`, 'SECRET'],
    ['a bearer token', query, '{"v":"eyJhbGciOi.eyJzdWIiOi"}', 'SECRET'],
    ['an API key', query, '{"v":"sgk_abc"}', 'SECRET'],
    ['a name', query, '{"v":"Siti Wahyuni"}', 'TEXT'],
    ['a name deep in a filter', query, '{"v":{"or":[{"name":"Siti"}]}}', 'TEXT'],
    ['a name in the question', '{ workers(name: "Siti") { token } }', '', 'TEXT'],
    ['what cannot be read', '{ workers(name: "Si', '', 'TEXT'],
  ])('%s', (_what, text, variables, why) => {
    const device = disk();
    const history = new History(device, clock());
    history.keep(true);
    history.note(text, variables);
    expect(whyNotKept({ query: text, variables })).toBe(why);
    expect(history.state().entries).toMatchObject([{ query: text, notKept: why }]);
    expect(JSON.parse(textOn(device))).toEqual({ version: 1, entries: [] });
  });

  it.each([
    ['{"v":"2025-12","from":"2025-01-31"}'],
    ['{"v":"SIGAP","codes":["32.75.01","32.75.01.1001"],"first":100}'],
    ['{"v":null,"yes":true,"limit":587966400}'],
    ['// a comment\n{"v":"D1_2"}'],
    [''],
  ])('is nothing of codes, days and figures: %s', (variables) => {
    expect(whyNotKept({ query, variables })).toBeUndefined();
  });
});
