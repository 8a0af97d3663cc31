/** The process that composes: what takes too long or too much memory is refused alone, and the next job is done. */
import { afterEach, expect, it } from 'vitest';
import { Composer, type ComposerOptions } from '../../../schema/registry/composer/composer.ts';
import { one } from './fixtures.ts';

let composer: Composer;
afterEach(() => composer.close());
const open = (options: Partial<ComposerOptions> = {}) =>
  (composer = new Composer({ timeout: 30_000, memory: 512, ...options }));
const job = (sdl: string) =>
  ({ kind: 'compose', services: [{ name: 'a', url: 'http://a', sdl }], policy: 'none', contracts: [] }) as const;

/** Types that all lead to all others: satisfiability has a great deal to walk. */
function costly(types: number): string {
  const names = Array.from({ length: types }, (_each, at) => `T${at}`);
  const fields = names.map((name) => `f${name}: ${name}`).join(' ');
  return `type Query { ${fields} } ${names.map((name) => `type ${name} { ${fields} }`).join('\n')}`;
}

it('composes one job after another, in the order that they come', async () => {
  open();
  const done: string[] = [];
  await Promise.all(
    ['x', 'y', 'z'].map((field) => composer.run<'compose'>(job(one(field))).then(() => done.push(field))),
  );
  expect(done).toEqual(['x', 'y', 'z']);
});

it('lets agencies take turns, and refuses the newest of who asks for too much', async () => {
  open();
  const done: string[] = [];
  const run = (field: string, agency: string) =>
    composer.run<'compose'>(job(one(field)), agency).then(() => void done.push(agency));
  const many = Array.from({ length: 110 }, (_each, at) => run(`f${at}`, 'A'));
  const other = run('other', 'B');
  const results = await Promise.allSettled([...many, other]);
  const refused = results.flatMap((each) =>
    each.status === 'rejected' ? [(each.reason as { code: string }).code] : [],
  );
  expect(refused).toEqual(Array.from({ length: 10 }, () => 'REGISTRY_BUSY'));
  expect(results.at(-1)!.status).toBe('fulfilled');
  expect(done.indexOf('B')).toBeLessThan(3);
}, 60_000);

it('refuses a job that takes longer than it may, and does the next in a new process', async () => {
  open({ timeout: 2_500 });
  const [slow, next] = await Promise.allSettled([
    composer.run<'compose'>(job(costly(700))),
    composer.run<'compose'>(job(one('a'))),
  ]);
  expect(slow).toMatchObject({
    status: 'rejected',
    reason: { code: 'REGISTRY_CHECK_FAILED', message: expect.stringContaining('2500 ms') },
  });
  expect(next).toMatchObject({ status: expect.stringMatching(/fulfilled|rejected/) });
  // A process that has just begun may need longer than this on a machine that is busy, so that the next is asked until it is done.
  await expect
    .poll(
      () =>
        composer.run<'compose'>(job(one('a'))).then(
          ({ supergraphSdl }) => supergraphSdl,
          () => '',
        ),
      { timeout: 40_000 },
    )
    .toContain('a: Int');
});

it('refuses a job that needs more memory than there is', async () => {
  open({ memory: 64 });
  await expect(composer.run<'compose'>(job(costly(700)))).rejects.toMatchObject({
    code: 'REGISTRY_CHECK_FAILED',
    message: expect.stringContaining('64 MiB'),
  });
  expect((await composer.run<'compose'>(job(one('a')))).supergraphSdl).toContain('a: Int');
});

it('asks whoever may plan, and goes on where that fails', async () => {
  const asked: string[] = [];
  open({
    judgeOperation: (_sdl, document) => {
      asked.push(document);
      throw new Error('no planner');
    },
  });
  const { outcome } = await composer.run<'check'>({
    kind: 'check',
    judges: true,
    contracts: [],
    input: {
      name: 'a',
      owner: 'BPKAD',
      url: '',
      sdl: 'type Query { a: Int b: Int }',
      before: 'type Query { a: Int }',
      others: [],
      approvals: [],
      lint: {},
      policy: 'none',
      used: [{ name: 'ask', document: '{ a }', clients: [] }],
    },
  });
  expect(asked).toContain('{ a }');
  expect(outcome).toBe('passed');
});
