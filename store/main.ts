/** `npm run store`: serves; `-- backup --to FILE`, `-- restore --from FILE`, `-- check`, `-- accept-loss`. */
import { join } from 'node:path';
import { CodedError, reasonOf } from '../base/errors.ts';
import { Lifecycle, stopOnSignals } from '../base/lifecycle.ts';
import { logOf } from '../base/log.ts';
import { readSettings, type SettingsOf } from '../base/settings.ts';
import { startStore } from './serve.ts';
import { storeSettings } from './settings.ts';
import { acceptLoss } from './storage/accept-loss.ts';
import { backupStore, restoreStore } from './storage/backup.ts';
import { FILE_NAME } from './storage/engine.ts';
import { needFile, refuseLossUnlessRunning } from './storage/loss.ts';
import { verifyFile } from './storage/verify.ts';

type Settings = SettingsOf<typeof storeSettings>;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function needed(value: string | undefined, flag: string): string {
  if (value === undefined) throw new Error(`${flag} is needed; --help lists the options`);
  return value;
}

async function serve(settings: Settings): Promise<void> {
  // Files that are made from here on are for their owner alone.
  process.umask(0o077);
  const lifecycle = new Lifecycle();
  const log = logOf('store', settings.logLevel);
  const store = await startStore({ folder: settings.folder, port: settings.port, log });
  lifecycle.onStop('store', () => store.stop());
  stopOnSignals(lifecycle, log);
  print(`store: ${store.uri}  (data in ${settings.folder})`);
}

const ACTIONS: Readonly<Record<string, (settings: Settings) => Promise<void> | void>> = {
  serve,
  async backup(settings) {
    const target = needed(settings.to, '--to');
    await backupStore(settings.folder, target);
    print(`copied ${settings.folder} to ${target}`);
  },
  restore(settings) {
    const kept = restoreStore(needed(settings.from, '--from'), settings.folder);
    print(`restored ${settings.folder}${kept === undefined ? '' : `; the old file is ${kept}`}`);
  },
  check(settings) {
    const path = join(settings.folder, FILE_NAME);
    needFile(path, 'check');
    refuseLossUnlessRunning(path);
    verifyFile(path);
    print(`${settings.folder}: whole`);
  },
  'accept-loss'({ folder, logLevel }) {
    const accepted = acceptLoss(folder);
    if (accepted === undefined) return print(`${folder}: nothing is missing`);
    logOf('store', logLevel).warn({ folder, ...accepted }, 'a loss was accepted');
    print(`${folder} starts without what is missing`);
  },
};

const parameters = process.argv.slice(2);
const hasAction = parameters[0] !== undefined && !parameters[0].startsWith('-');
try {
  const action = ACTIONS[hasAction ? parameters[0]! : 'serve'];
  if (action === undefined)
    throw new Error(`expected one of ${Object.keys(ACTIONS).join(', ')}, got ${parameters[0]!}`);
  const settings = readSettings('store', storeSettings, hasAction ? parameters.slice(1) : parameters);
  if (settings !== undefined) await action(settings);
} catch (thrown) {
  process.stderr.write(`${thrown instanceof CodedError ? `${thrown.code}: ` : ''}${reasonOf(thrown)}\n`);
  process.exitCode = 1;
}
