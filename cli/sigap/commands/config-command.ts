/** `sigap config`: whether the options fit, and what each is and from where, as the program itself would read them here. */
import { Option, type Command } from 'commander';
import { codedError } from '../../../base/errors.ts';
import { readWithOrigins, shownSettings, type SettingTable } from '../../../base/settings.ts';
import { EXIT } from '../outcome.ts';
import { tableText } from '../table.ts';
import { withExamples, type Finish } from './words.ts';

interface ConfigWords {
  readonly program: 'gateway' | 'start';
}

/** Adds the commands. */
export function addConfig(program: Command, finish: Finish): void {
  const config = program
    .command('config')
    .description('the options of the gateway and of npm start, in a file and around it');
  const check = adding(config, 'check', 'says which options do not fit, with what was expected').action(
    async (file: string | undefined, { program: name }: ConfigWords) => {
      const table = await optionsOf(name);
      try {
        const { file: read, origins } = readHere(table, file);
        const count = Object.values(origins).filter((origin) => origin !== 'default').length;
        finish({ json: { fits: true, file: read }, text: `${read ?? 'no file'}: all fit; ${count} options are set` });
      } catch (thrown) {
        const { code, message } = codedError(thrown);
        if (code !== 'BAD_OPTION') throw thrown;
        finish({ json: { fits: false, message }, text: message, exit: EXIT.failed });
      }
    },
  );
  const print = adding(config, 'print', 'prints each option, its value and where it is from; no secret').action(
    async (file: string | undefined, { program: name }: ConfigWords) => {
      const options = printed(await optionsOf(name), file);
      const rows = options.map(({ option, value, from }) => [option, value, from]);
      finish({ json: options, text: tableText(['option', 'value', 'from'], rows, '') });
    },
  );
  withExamples(check, 'sigap config check', 'sigap config check /etc/sigap/sigap.config.yaml');
  withExamples(print, 'sigap config print', 'sigap config print --program start --json');
}

function adding(config: Command, name: string, what: string): Command {
  return config
    .command(name)
    .description(what)
    .argument('[file]', 'without it that of SIGAP_CONFIG, or sigap.config.yaml here')
    .addOption(new Option('--program <name>', 'whose options').choices(['gateway', 'start']).default('gateway'));
}

/** Loaded when it is asked for: the gateway's tables would hold up every other command. */
async function optionsOf(program: ConfigWords['program']): Promise<SettingTable> {
  if (program === 'start') return (await import('../../../start-settings.ts')).startSettings;
  return (await import('../../../gateway/settings.ts')).gatewayOptions;
}

function readHere(table: SettingTable, file: string | undefined) {
  return readWithOrigins('sigap config', table, file === undefined ? [] : ['--config', file])!;
}

interface Printed {
  readonly option: string;
  readonly value: string;
  readonly from: string;
}

function printed(table: SettingTable, named: string | undefined): Printed[] {
  const { settings, origins, file } = readHere(table, named);
  const shown = shownSettings(table, settings);
  return Object.entries(table).map(([key, setting]) => {
    const { env, secret } = setting;
    const origin = origins[key]!;
    const value = shown[env] ?? (secret === true ? undefined : settings[key]);
    const words = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    return { option: key, value: words, from: origin === 'file' ? file! : origin };
  });
}
