import { defineConfig } from 'vitest/config';
import usual from './vitest.config.ts';

/**
 * `npm run test:perf`: what judges time. A slow or busy machine fails these, so `npm test` leaves them out; they run one file
 * after the other, so that none is what holds another up.
 */
export default defineConfig({
  ...usual,
  test: { ...usual.test, include: ['test/**/*.perf.ts'], fileParallelism: false, provide: { judgesTime: true } },
});
