import { breakingRule } from './breaking/breaking.ts';
import { contractRules } from './contracts/rules.ts';
import { costRule } from './cost/cost.ts';
import { lintRules } from './lint/rules.ts';
import { nameRules } from './names/rules.ts';
import { ownerRules } from './owners/rules.ts';
import type { CheckRule } from './rule.ts';

/** Every rule that a candidate is judged by once it can be read, in the order of docs/checks.md. */
export const checkRules: readonly CheckRule[] = [
  breakingRule,
  ...ownerRules,
  ...nameRules,
  ...lintRules,
  costRule,
  ...contractRules,
];
