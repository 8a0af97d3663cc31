/**
 * `npm run registry:thousand`: that many publishes in a row, by two registries on one database that race in pairs.
 * Ends with 1 where the history has a gap, a number twice, or a race without exactly one winner before the loser.
 */
import { one, openTestRegistry, askRegistry } from './fixtures.ts';

const publishes = Number(process.argv[2] ?? 1_000);
const test = await openTestRegistry();
const other = await test.another();
const problems: string[] = [];
const began = performance.now();
const seen = new Map<number, string>();

/** Both publish the same subgraph at once, each a field of its own. */
async function race(round: number): Promise<void> {
  const answers = await Promise.all(
    [test.url, other.url].map((url, at) =>
      askRegistry(url, '/v1/subgraphs/raced/versions', {
        token: test.operator,
        body: { sdl: one(`f${round}_${at}`), url: 'http://raced.test', why: `Round ${round}.` },
      }),
    ),
  );
  for (const { status, body } of answers) {
    if (status !== 201)
      problems.push(`round ${round}: expected 201, got ${status} ${body.code ?? body.report?.outcome}`);
    else if (seen.has(body.supergraph.number)) problems.push(`supergraph ${body.supergraph.number} was given twice`);
    else seen.set(body.supergraph.number, `${round}`);
  }
}

for (let round = 0; round < publishes / 2; round++) {
  await race(round);
  if (round % 50 === 49) process.stdout.write(`${(round + 1) * 2} publishes, ${problems.length} problems\n`);
}

const history: { number: number; versions: Record<string, number> }[] = [];
for (let before: number | undefined; ; before = history.at(-1)!.number) {
  const { body } = await test.ask(`/v1/supergraphs?limit=200${before === undefined ? '' : `&before=${before}`}`);
  history.push(...body);
  if (body.length < 200) break;
}
history.forEach(({ number, versions }, at) => {
  const expected = history.length - at;
  if (number !== expected) problems.push(`expected supergraph ${expected} in the history, got ${number}`);
  // The loser of a race takes the next number, so that one may be left out; none comes twice or goes back.
  const newer = history[at - 1]?.versions['raced'] ?? Infinity;
  if (!(versions['raced']! < newer))
    problems.push(`supergraph ${number} has version ${versions['raced']}, and the next has ${newer}`);
});
if (history.length !== publishes) problems.push(`expected ${publishes} supergraphs, got ${history.length}`);
const { body: served } = await test.ask('/v1/supergraph');
const { body: last } = await test.ask(`/v1/subgraphs/raced/versions/${history[0]!.versions['raced']}`);
const [field] = /f\d+_\d/.exec(last.sdl)!;
if (!served.includes(`${field}: Int`)) problems.push(`expected the last version's ${field} to be served`);
await test.close();
const seconds = Math.round((performance.now() - began) / 1_000);
process.stdout.write(
  `${publishes} publishes in ${seconds} s: ${problems.length === 0 ? 'history whole, one winner each' : problems.slice(0, 20).join('\n')}\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
