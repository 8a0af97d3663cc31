import type { CheckRule } from '../rule.ts';
import { behindPersonRule } from './behind-person.ts';
import { countUnstatedRule } from './count-unstated.ts';
import { looksPersonalRule } from './looks-personal.ts';

/** The rules that find what looks personal and is not said to be. */
export const nameRules: readonly CheckRule[] = [looksPersonalRule, behindPersonRule, countUnstatedRule];
