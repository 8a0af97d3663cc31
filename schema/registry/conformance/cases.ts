/** Every case, in the order of the scorecard. */
import { claimsCases } from './cases/claims-cases.ts';
import { countCases } from './cases/count-cases.ts';
import { entityCases } from './cases/entity-cases.ts';
import { errorCases } from './cases/error-cases.ts';
import { limitCases } from './cases/limit-cases.ts';
import { rowCases } from './cases/row-cases.ts';
import { serviceCases } from './cases/service-cases.ts';
import type { ConformanceCase } from './conformance-case.ts';

/** See the file. The last ones judge what was seen in all others. */
export const CONFORMANCE_CASES: readonly ConformanceCase[] = [
  ...serviceCases,
  ...claimsCases,
  ...entityCases,
  ...rowCases,
  ...countCases,
  ...limitCases,
  ...errorCases,
];
