/**
 * A planner's options when nobody sets them, from the table of options: for engines that are started from code. Not in the files that
 * a planning thread loads, which need no options.
 */
import { defaultSettings } from '../../base/settings.ts';
import type { OperationLimits } from './operation-limits.ts';
import type { PlannerOptions } from './planner.ts';
import { planSettings } from './settings.ts';

const defaults = defaultSettings(planSettings);

/** Limits on an operation's size; none on its shape. */
export const DEFAULT_LIMITS: OperationLimits = {
  text: defaults.maxOperationText,
  tokens: defaults.maxTokens,
  selections: defaults.maxSelections,
};

/** Times in ms, `planBytes` in bytes, `memory` in MiB a thread. The queue and the time to start have no option. */
export const PLANNER_DEFAULTS: Omit<PlannerOptions, 'sdl'> = {
  limits: DEFAULT_LIMITS,
  planBytes: defaults.planBytes,
  memory: defaults.planMemory,
  timeout: defaults.planTimeout,
  startTimeout: 60_000,
  workers: defaults.planWorkers,
  queue: 1_000,
  wait: defaults.planWait,
};

/** Memory that prepared operations may hold, in bytes. */
export const DEFAULT_PREPARED_BYTES = defaults.preparedBytes;
