/**
 * Whether a program runs in production, by NODE_ENV. What it does not know it takes for production: `Production`, `prod` or `staging` must not
 * open what `production` closes.
 */
import { z } from 'zod';
import { faultsOf } from './errors.ts';

/** Whatever NODE_ENV says that is neither development nor test is production. */
export type Environment = 'development' | 'production';

/** A program for trying out that was started in production. */
export const environmentErrors = {
  NOT_FOR_PRODUCTION: {
    status: 500,
    what: 'npm start and npm run sample are for trying out: keys that everybody has, people who do not exist, a gateway that signs a token of every role',
    solve:
      'In production run npm run gateway and npm run subgraph, or docker compose, with keys of your own; to try it out leave NODE_ENV away or set it to development.',
  },
} as const;
const fault = faultsOf(environmentErrors);

const OPEN: ReadonlySet<string> = new Set(['development', 'test']);

const schema = z
  .string()
  .default('development')
  .transform((name): Environment => (OPEN.has(name) ? 'development' : 'production'));

/**
 * An option that is read from NODE_ENV, but for what it does. An empty text is not none: `NODE_ENV=$STAGE` on a machine where nobody has
 * set STAGE must not open what production closes.
 */
export const environment = {
  env: 'NODE_ENV',
  schema,
  unit: 'development or test; anything else, an empty text too, is production',
  emptyCounts: true,
} as const;

/** For a program that is made for trying out. @throws CodedError NOT_FOR_PRODUCTION */
export function refuseProduction(environment: Environment): void {
  if (environment === 'production') throw fault('NOT_FOR_PRODUCTION', 'expected NODE_ENV to be development, or none');
}
