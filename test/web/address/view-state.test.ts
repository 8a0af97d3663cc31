/** The state of a view in its address. */
import { describe, expect, it } from 'vitest';
import { DATA_SHAPE, dataHref } from '../../../web/address/data-view.ts';
import { hrefOf, routeOf } from '../../../web/address/route.ts';
import {
  month,
  oneOf,
  readState,
  someOf,
  text,
  whole,
  writeState,
  type Shape,
} from '../../../web/address/view-state.ts';

interface State {
  readonly as: 'table' | 'bars';
  readonly by: readonly ('district' | 'month')[];
  readonly month: string | null;
  readonly area: string | null;
  readonly year: number | null;
}
const SHAPE: Shape<State> = {
  as: oneOf(['table', 'bars'], 'table'),
  by: someOf(['district', 'month']),
  month: month(),
  area: text(/^\d\d\.\d\d\.\d\d$/, '32.75.01'),
  year: whole(2000, 2100),
};
const DEFAULTS: State = { as: 'table', by: [], month: null, area: null, year: null };

describe('the state of a view', () => {
  it('is its defaults where the address says nothing', () => {
    expect(readState(SHAPE, '')).toEqual({ state: DEFAULTS, problems: [] });
  });

  it('comes back from the address it was written to, which leaves the defaults out', () => {
    const state: State = { as: 'bars', by: ['month', 'district'], month: '2025-11', area: '32.75.01', year: 2025 };
    const search = writeState(SHAPE, state);
    expect(search).toBe('as=bars&by=month%2Cdistrict&month=2025-11&area=32.75.01&year=2025');
    expect(readState(SHAPE, `?${search}`)).toEqual({ state, problems: [] });
    expect(writeState(SHAPE, DEFAULTS)).toBe('');
  });

  it.each([
    ['as=pie', 'as', 'pie', 'table, bars'],
    ['by=month,month', 'by', 'month,month', 'district, month'],
    ['by=village', 'by', 'village', 'district, month'],
    ['month=2025-13', 'month', '2025-13', '2025-11'],
    ['month=', 'month', '', '2025-11'],
    ['area=Siti', 'area', 'Siti', '32.75.01'],
    ['year=1999', 'year', '1999', '2000–2100'],
    ['year=2e3', 'year', '2e3', '2000–2100'],
  ])('tells what was expected, and shows the default: %s', (search, parameter, got, expected) => {
    expect(readState(SHAPE, `?${search}`)).toEqual({ state: DEFAULTS, problems: [{ parameter, got, expected }] });
  });

  it('tells of a parameter that there is not, and cuts what is told', () => {
    const { state, problems } = readState(SHAPE, `?token=${'x'.repeat(500)}`);
    expect(state).toEqual(DEFAULTS);
    expect(problems).toEqual([{ parameter: 'token', got: 'x'.repeat(40) }]);
  });
});

describe('the address of a number in Data', () => {
  it('holds subject, breakdown, area, month and filters, and reads back without a problem', () => {
    const href = dataHref({ subject: 'verification', by: ['agency', 'verdict'], verdict: 'PENDING', month: '2025-12' });
    expect(href).toBe('./data?subject=verification&by=agency%2Cverdict&month=2025-12&verdict=PENDING');
    expect(readState(DATA_SHAPE, href.slice(href.indexOf('?'))).problems).toEqual([]);
  });

  it.each([
    'nik=3275010101900001',
    'area=3275010101900001',
    'agency=Siti%20Aminah',
    'occupation=siti',
    'by=a,b,c',
    'question=%22%3E',
  ])('takes no number or name of a person, and no more than it knows: %s', (search) => {
    const { state, problems } = readState(DATA_SHAPE, search);
    expect(problems).toHaveLength(1);
    expect(writeState(DATA_SHAPE, state)).toBe('');
  });
});

describe('the view that a path names', () => {
  it.each([
    ['/', 'overview'],
    ['/data', 'data'],
    ['/query', 'query'],
    ['/help', 'help'],
    ['/prefix/data', 'data'],
    ['/prefix/', 'overview'],
    ['/other', 'overview'],
  ])('%s is %s', (path, route) => {
    expect(routeOf(path)).toBe(route);
  });

  it('is reached by an address relative to the page', () => {
    expect([hrefOf('overview'), hrefOf('data'), hrefOf('query', 'a=1')]).toEqual(['./', './data', './query?a=1']);
  });
});
