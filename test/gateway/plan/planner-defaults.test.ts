/** An engine started from code has the defaults that docs/config.md prints: neither is written a second time. */
import { expect, it } from 'vitest';
import { defaultSettings } from '../../../base/settings.ts';
import { DEFAULT_PREPARED_BYTES, PLANNER_DEFAULTS } from '../../../gateway/plan/planner-defaults.ts';
import { planSettings } from '../../../gateway/plan/settings.ts';

it('a planner started from code has the defaults of the options', () => {
  const options = defaultSettings(planSettings);
  expect(PLANNER_DEFAULTS).toMatchObject({
    limits: { text: options.maxOperationText, tokens: options.maxTokens, selections: options.maxSelections },
    planBytes: options.planBytes,
    memory: options.planMemory,
    timeout: options.planTimeout,
    workers: options.planWorkers,
    wait: options.planWait,
  });
  expect(DEFAULT_PREPARED_BYTES).toBe(options.preparedBytes);
});
