import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSettings, wholeNumber } from '../../base/settings.ts';

const table = {
  port: {
    env: 'PORT',
    flag: '--port <number>',
    schema: z.coerce.number('expected a number').int().max(65535).default(4000),
    unit: 'TCP port',
    what: 'Where it listens.',
  },
  key: { env: 'KEY', schema: z.string().min(8).optional(), unit: 'text', what: 'A key.', secret: true },
  reset: {
    env: 'RESET',
    flag: '--reset',
    schema: z.boolean().default(false),
    unit: 'true or false',
    what: 'Starts anew.',
  },
};

describe('settings', () => {
  it('take the flag before the environment and the environment before the default', () => {
    expect(readSettings('x', table, ['--port', '1'], { PORT: '2' })!.port).toBe(1);
    expect(readSettings('x', table, [], { PORT: '2' })!.port).toBe(2);
    expect(readSettings('x', table, [], {})).toEqual({ port: 4000, key: undefined, reset: false });
  });

  it('read an empty variable as absent, as a compose file leaves it', () => {
    expect(readSettings('x', table, [], { PORT: '' })!.port).toBe(4000);
  });

  it('refuse a value that does not fit, with the option, its unit and the input', () => {
    expect(() => readSettings('x', table, ['--port', 'abc'], {})).toThrow(
      /--port or PORT \(TCP port\): expected a number, got "abc"/,
    );
  });

  it('never show a secret, not even a wrong one', () => {
    expect(() => readSettings('x', table, [], { KEY: 'hunter2' })).toThrow(/KEY.*a value that is not shown/);
    expect(() => readSettings('x', table, [], { KEY: 'hunter2' })).not.toThrow(/hunter2/);
  });

  it('refuse a secret on the command line in production, where all of the machine see it, and take it elsewhere', () => {
    const withUri = {
      uri: {
        env: 'URI',
        flag: '--uri <uri>',
        schema: z.string().optional(),
        unit: 'URI',
        what: 'An address with a password.',
        secret: true,
      },
    };
    const given = (NODE_ENV?: string) =>
      readSettings('x', withUri, ['--uri', 'mongodb://a:hunter2@b'], { NODE_ENV })!.uri;
    for (const stage of ['production', 'staging', '']) {
      expect(() => given(stage)).toThrow(
        /^An option does not fit: --uri or URI \(URI\): expected it in the environment, as URI: .*, got a value that is not shown$/,
      );
    }
    for (const stage of [undefined, 'development', 'test']) expect(given(stage)).toBe('mongodb://a:hunter2@b');
    expect(readSettings('x', withUri, [], { URI: 'mongodb://a:hunter2@b', NODE_ENV: 'production' })!.uri).toBe(
      'mongodb://a:hunter2@b',
    );
  });

  it('take an option by its old name for one version, and say what it is called now; the new name wins', async () => {
    const table = {
      size: {
        env: 'SIZE',
        flag: '--size <number>',
        schema: wholeNumber(1, 9, 1),
        unit: 'number',
        what: 'A size.',
        formerly: { env: 'WIDTH', flag: '--width <number>' },
      },
    };
    const warnings: string[] = [];
    const hear = ({ message, code }: Error & { code?: string }): void => void warnings.push(`${code}: ${message}`);
    process.on('warning', hear);
    expect(readSettings('x', table, ['--width', '3'], {})).toEqual({ size: 3 });
    expect(readSettings('x', table, [], { WIDTH: '4' })).toEqual({ size: 4 });
    expect(readSettings('x', table, [], { WIDTH: '4', SIZE: '5' })).toEqual({ size: 5 });
    expect(readSettings('x', table, ['--width', '3'], { SIZE: '5' })).toEqual({ size: 5 });
    await new Promise(setImmediate);
    process.off('warning', hear);
    const start = 'RENAMED_OPTION: --width or WIDTH is now called --size or SIZE; ';
    expect(warnings).toEqual([
      ...Array<string>(2).fill(`${start}the next version does not read the old name`),
      ...Array<string>(2).fill(`${start}is passed over, since both are given`),
    ]);
    expect(() => readSettings('x', table, [], { WIDTH: 'wide' })).toThrow(/--width or WIDTH .*got "wide"/);
  });

  it('refuse an unknown option, and a word too many', () => {
    expect(() => readSettings('x', table, ['--prot', '1'], {})).toThrow(/unknown option '--prot'/);
    expect(() => readSettings('x', table, ['stray'], {})).toThrow(/too many arguments/);
  });
});
