/**
 * fast-check, with the same cases in every run: a change is judged by what it changed. `npm run test:random` looks for new cases, and names the
 * seed of what it finds, with which `PROPERTY_SEED=… npx vitest run FILE` finds it again.
 */
import fc from 'fast-check';

const { PROPERTY_SEED: seed = '1' } = process.env;
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });

export { fc };
