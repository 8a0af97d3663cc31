/**
 * Whether a program runs in production, by NODE_ENV. An unknown value means production: `Production`, `prod` or `staging` must not enable
 * what `production` disables.
 */
import { z } from 'zod';
import { faultsOf } from './errors.ts';

/** Every value of NODE_ENV but `development` and `test` is production. */
export type Environment = 'development' | 'production';

/** Why a program for trying out does not start in production. */
export const environmentErrors = {
  NOT_FOR_PRODUCTION: {
    status: 500,
    what: 'npm start and npm run sample are for trying out: keys that everybody has, people who do not exist, a gateway that signs a token of every role',
    solve:
      'In production run npm run gateway and npm run subgraph, or docker compose, with keys of your own; to try it out leave NODE_ENV away or set it to development.',
  },
} as const;
const fault = faultsOf(environmentErrors);

const DEVELOPMENT: ReadonlySet<string> = new Set(['development', 'test']);

const schema = z
  .string()
  .default('development')
  .transform((name): Environment => (DEVELOPMENT.has(name) ? 'development' : 'production'));

/**
 * The option NODE_ENV, to which each program adds its description. An empty text is not the same as no value: `NODE_ENV=$STAGE` on a machine
 * where STAGE is not set must not enable what production disables.
 */
export const environment = {
  env: 'NODE_ENV',
  schema,
  unit: 'development or test; anything else, an empty text too, is production',
  emptyCounts: true,
} as const;

/** Ends a program that is only for trying out. @throws CodedError NOT_FOR_PRODUCTION */
export function refuseProduction(environment: Environment): void {
  if (environment === 'production') throw fault('NOT_FOR_PRODUCTION', 'expected NODE_ENV to be development, or none');
}
