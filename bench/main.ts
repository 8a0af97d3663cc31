/** `npm run bench <name> [options]`: runs bench/<name>.ts, which exports `run(argv)`. */
import { readdirSync } from 'node:fs';

const [name = '', ...argv] = process.argv.slice(2);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -3));

if (names.includes(name)) {
  const { run } = (await import(`./${name}.ts`)) as { run: (argv: readonly string[]) => Promise<void> };
  await run(argv).catch((thrown: Error) => {
    console.error(thrown.message);
    process.exitCode = 1;
  });
} else {
  console.error(
    `expected the name of a measurement, got ${name === '' ? 'nothing' : JSON.stringify(name)}: npm run bench ${names.join(' | ')}`,
  );
  process.exitCode = 1;
}
