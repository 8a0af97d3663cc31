/** Options of what an operator sees of requests. */
import { onOff, wholeNumber, type SettingTable } from '../../base/settings.ts';

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const observeSettings = {
  accessLog: {
    env: 'ACCESS_LOG',
    flag: '--access-log <on|off>',
    schema: onOff('off'),
    unit: 'on or off',
    what: 'Whether the log has a line for each request to the graph: operation, client, roles, status, codes, bytes, ms of each stage; no variable, no address and no name of a person.',
  },
  slowRequest: {
    env: 'SLOW_REQUEST',
    flag: '--slow-request <ms>',
    schema: wholeNumber(1, 600_000).optional(),
    unit: 'ms',
    what: 'A request that takes longer is logged as a warning, with its plan and what it fetched. Without it none is.',
  },
} as const satisfies SettingTable;
