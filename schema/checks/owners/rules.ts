import type { CheckRule } from '../rule.ts';
import { extensionRule } from './extension.ts';
import { hiddenRule } from './hidden.ts';
import { keyRule } from './key.ts';
import { overrideRule } from './override.ts';
import { fromContextRule, providesRule, requiresRule } from './personal-inputs.ts';
import { shareableRule } from './shareable.ts';
import { weakerRule } from './weaker.ts';

/** The rules by which other agencies are asked. */
export const ownerRules: readonly CheckRule[] = [
  overrideRule,
  requiresRule,
  fromContextRule,
  providesRule,
  extensionRule,
  keyRule,
  shareableRule,
  weakerRule,
  hiddenRule,
];
