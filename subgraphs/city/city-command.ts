/** `npm run city -- init|check|load`: the files a city begins with, and their way into the databases. */
import { CodedError } from '../../base/errors.ts';
import { ignoreClosedPipe } from '../../base/ignore-closed-pipe.ts';
import { readSettings } from '../../base/settings.ts';
import { storeHere } from '../store-here.ts';
import { initCity } from './init-city.ts';
import { loadCity, type CollectionChange } from './load-city.ts';
import { readCity } from './read-city.ts';
import { citySettings } from './settings.ts';

const USAGE = `npm run city -- <command> [options]

  init    makes the folder with the files of Kota Bekasi, to be edited
  check   reads the files and tells every fault, with its line
  load    checks them and writes what is new or has changed

npm run city -- load --help lists the options.
`;

async function main([command = '', ...argv]: readonly string[]): Promise<void> {
  if (!['init', 'check', 'load'].includes(command)) {
    process.stderr.write(USAGE);
    process.exitCode = ['', '--help', '-h'].includes(command) ? 0 : 2;
    return;
  }
  const settings = readSettings(`npm run city -- ${command}`, citySettings, argv);
  if (settings === undefined) return;
  const { folder, mongodbUri, databases, dryRun } = settings;
  if (command === 'init')
    return say(`${folder} has ${initCity(folder).join(', ')}; edit them, then: npm run city -- check`);
  const files = readCity(folder);
  const { districts, villages, agencies } = files.tables;
  say(
    `${folder}: ${files.city.name}, ${districts.length} districts, ${villages.length} villages, ${agencies.length} agencies; no fault`,
  );
  if (command === 'check') return;
  const changes = await loadCity({ mongodbUri: mongodbUri ?? storeHere(), files, databases, dryRun });
  say(dryRun ? 'would write:' : 'written:');
  for (const change of changes) say(`  ${lineOf(change)}`);
}

function lineOf({ collection, added, changed, same, unlisted }: CollectionChange): string {
  const left =
    unlisted.length === 0
      ? ''
      : `, ${unlisted.length} not in the files and left as they are: ${unlisted.slice(0, 10).join(' ')}`;
  return `${collection.padEnd(20)} ${added} new, ${changed} changed, ${same} same${left}`;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

ignoreClosedPipe();
main(process.argv.slice(2)).catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof CodedError ? `${thrown.code}: ${thrown.message}` : String(thrown)}\n`);
  process.exitCode = 1;
});
