/** Options of the operators' port. */
import { z } from 'zod';
import { wholeNumber, type SettingTable } from '../../base/settings.ts';

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const operateSettings = {
  operatePort: {
    env: 'OPERATE_PORT',
    flag: '--operate-port <number>',
    schema: wholeNumber(0, 65_535).optional(),
    unit: 'TCP port',
    what: "The operators' port: /metrics, /health/live, /health/ready, /health/subgraphs, /generation, POST /reload, /drain and /log-level. 0 takes a free one; without the option there is none, and nothing is measured.",
  },
  operateHost: {
    env: 'OPERATE_HOST',
    flag: '--operate-host <address>',
    schema: z.string().default('127.0.0.1'),
    unit: 'address',
    what: "Where the operators' port listens; beyond this machine OPERATE_TOKEN is required.",
  },
  operateToken: {
    env: 'OPERATE_TOKEN',
    schema: z.string().min(20, 'expected at least 20 characters').optional(),
    unit: 'text',
    what: "Who sends it as `authorization: Bearer …` may use the operators' port. Without it, only this machine may, and only read. /health/live and /health/ready need none.",
    secret: true,
  },
  operateTokenFile: {
    env: 'OPERATE_TOKEN_FILE',
    flag: '--operate-token-file <path>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'A file that has the token, for a secret that is mounted.',
  },
} as const satisfies SettingTable;
