/** Who reaches into whom, worked out from SDL, and where it is drawn. */
import { describe, expect, it } from 'vitest';
import { ownServices } from '../../../schema/compose.ts';
import { drawReach } from '../../../web/registry/reach-drawing.ts';
import { reachOf, type OwnedSdl, type ReachGraph } from '../../../web/registry/reach.ts';

const AREAS: OwnedSdl = {
  name: 'areas',
  owner: 'DISKOMINFO',
  sdl: `type Query { village(code: ID!): Village }
    type Village @key(fields: "code") { code: ID! name: String! population: Int district: District }
    type District @key(fields: "code") { code: ID! name: String! }`,
};
const health = (sdl: string): OwnedSdl => ({ name: 'health', owner: 'DINKES', sdl });
const reachesOf = (...subgraphs: OwnedSdl[]): ReachGraph['reaches'] => reachOf(subgraphs).reaches;

describe('who reaches into whom', () => {
  it('is who adds fields to the type of another, in a definition, an extension and one of federation 1', () => {
    const arrow = { from: 'DINKES', into: 'DISKOMINFO', adds: ['Village'], requires: [] };
    for (const sdl of [
      'type Village @key(fields: "code") { code: ID! clinics: Int }',
      'extend type Village @key(fields: "code") { code: ID! clinics: Int }',
      'extend type Village @key(fields: "code") { code: ID! @external a: Int b: Int c: Int d: Int e: Int }',
      'type Village @extends @key(fields: "code") { code: ID! @external clinics: Int }',
      'type Village @federation__key(fields: "code") { code: ID! clinics: Int }',
    ])
      expect(reachesOf(AREAS, health(sdl)), sdl).toEqual([arrow]);
  });

  it('is who requires a field of another, from whoever resolves it', () => {
    const counts: OwnedSdl = {
      name: 'workers',
      owner: 'DISNAKER',
      sdl: 'type Village @key(fields: "code") { code: ID! workerCount: Int }',
    };
    const sdl = `type Village @key(fields: "code") {
      code: ID! name: String @external workerCount: Int @external share: Float @requires(fields: "name workerCount") }`;
    expect(reachesOf(AREAS, counts, health(sdl))).toEqual([
      { from: 'DISNAKER', into: 'DISKOMINFO', adds: ['Village'], requires: [] },
      { from: 'DINKES', into: 'DISKOMINFO', adds: ['Village'], requires: ['Village'] },
      { from: 'DINKES', into: 'DISNAKER', adds: [], requires: ['Village'] },
    ]);
  });

  it('is nobody for a mere reference, a nested key, a value type of both, a root field and a subgraph of the same agency', () => {
    for (const sdl of [
      'type Village @key(fields: "code", resolvable: false) { code: ID! }',
      'type Village @key(fields: "code district { code }") { code: ID! district: District } type District { code: ID! @external }',
      'type Page { next: Boolean } type Query { page: Page }',
      'extend type Query { clinics: Int }',
    ])
      expect(reachesOf({ ...AREAS, sdl: `${AREAS.sdl} type Page { next: Boolean }` }, health(sdl)), sdl).toEqual([]);
    const own = { ...health('type Village @key(fields: "code") { code: ID! clinics: Int }'), owner: 'DISKOMINFO' };
    expect(reachOf([AREAS, own])).toEqual({
      agencies: [{ code: 'DISKOMINFO', subgraphs: ['areas', 'health'] }],
      reaches: [],
      unread: [],
    });
  });

  it('leaves out what is no SDL, and says so', () => {
    expect(reachOf([AREAS, health('type Village {')])).toMatchObject({ reaches: [], unread: ['health'] });
  });

  it('finds in our own subgraphs the areas at Diskominfo, and Funding requiring the counts of Workers and Groups', () => {
    const owners: Record<string, string> = {
      agencies: 'DISKOMINFO',
      workers: 'DISNAKER',
      groups: 'BKPSDM',
      funding: 'BPKAD',
    };
    const { reaches } = reachOf(
      ownServices().map(({ name, sdl }) => ({ name, sdl, owner: owners[name] ?? 'INSPEKTORAT' })),
    );
    const between = (from: string, into: string) => reaches.find((each) => each.from === from && each.into === into);
    for (const from of ['DISNAKER', 'BKPSDM', 'BPKAD'])
      expect(between(from, 'DISKOMINFO')?.adds, from).toEqual(expect.arrayContaining(['City', 'District', 'Village']));
    for (const into of ['DISNAKER', 'BKPSDM'])
      expect(between('BPKAD', into), into).toMatchObject({
        adds: [],
        requires: ['City', 'District', 'Programme', 'Village'],
      });
    expect(reaches.filter(({ from }) => from === 'DISKOMINFO' || from === 'INSPEKTORAT')).toEqual([]);
  });
});

describe('its drawing', () => {
  const graphOf = (count: number): ReachGraph => {
    const codes = Array.from({ length: count }, (_, at) => `AGENCY_${at}`);
    return {
      agencies: codes.map((code) => ({ code, subgraphs: [`${code}-1`, `${code}-2`] })),
      reaches: codes.slice(1).map((from) => ({ from, into: codes[0]!, adds: ['A', 'B'], requires: ['B', 'C'] })),
      unread: [],
    };
  };

  it.each([1, 2, 5, 12, 30])('keeps %i boxes inside and apart, wide and narrow', (count) => {
    for (const narrow of [false, true]) {
      const { width, height, boxes, arrows } = drawReach(graphOf(count), narrow);
      for (const { x, y, width: wide, height: high } of boxes) {
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(x + wide).toBeLessThanOrEqual(width);
        expect(y + high).toBeLessThanOrEqual(height);
      }
      const overlap = boxes.flatMap((a, at) =>
        boxes
          .slice(at + 1)
          .filter((b) => Math.abs(a.x - b.x) < a.width && Math.abs(a.y - b.y) < Math.max(a.height, b.height))
          .map((b) => [a.code, b.code]),
      );
      expect(overlap).toEqual([]);
      expect(arrows.map((arrow) => arrow.count)).toEqual(Array(count - 1).fill(3));
      expect(arrows.map(({ path }) => path).join()).not.toMatch(/NaN|Infinity/);
    }
  });

  it('says how many of many subgraphs it does not name', () => {
    const subgraphs = Array.from({ length: 20 }, (_, at) => `s${at}`);
    const { boxes } = drawReach({ agencies: [{ code: 'A', subgraphs }], reaches: [], unread: [] }, false);
    expect(boxes[0]!.subgraphs).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', '+ 14']);
  });
});
