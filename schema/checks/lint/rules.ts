import type { LintLevels } from '../check-input.ts';
import type { CheckRule } from '../rule.ts';
import { connectionRule } from './connection.ts';
import { deprecationDateRule } from './deprecation-date.ts';
import { isOfAnother } from './is-of-another.ts';
import type { LintRule } from './lint-rule.ts';
import { listSizeRule } from './list-size.ts';
import { nullableRule } from './nullable.ts';
import { deprecationReasonRule, descriptionRule, hashtagRule, namingRule } from './plugin-rules.ts';
import { twoLanguagesRule } from './two-languages.ts';

/** The rules of style, each as its agency takes it. */
export const lintRules: readonly CheckRule[] = [
  descriptionRule,
  twoLanguagesRule,
  hashtagRule,
  namingRule,
  nullableRule,
  connectionRule,
  listSizeRule,
  deprecationReasonRule,
  deprecationDateRule,
].map((rule) => byLevel(rule));

function byLevel({ name, what, example, todo, find }: LintRule): CheckRule {
  return {
    name: `LINT/${name}`,
    what,
    example,
    todo,
    find: (change) => {
      const level = levelOf(name, change.input.lint);
      if (level === 'off') return [];
      const own = find(change).filter(({ coordinate }) => !isOfAnother(change, coordinate));
      return own.map(({ coordinate, why }) => ({
        rule: `LINT/${name}`,
        severity: level === 'on' ? 'error' : 'warning',
        coordinate,
        why,
        todo,
      }));
    },
  };
}

/** Under its name, with its folder or without. */
function levelOf(name: string, levels: LintLevels): LintLevels[string] {
  return levels[`LINT/${name}`] ?? levels[name] ?? 'warn';
}
