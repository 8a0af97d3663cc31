/** What the rules of time did, for the roster's owner. */
import type { DailyRun } from '../daily/daily-run.ts';
import type { WorkerModels } from '../models.ts';
import type { DailyRunResolvers, QueryResolvers } from '../resolver-types.ts';
import { ROSTER_OWNER } from '../visible.ts';

const DAYS = 31;

/** `Query.dailyRuns` */
export const dailyQueries = ({ DailyRun }: WorkerModels) =>
  ({
    dailyRuns: async (_, _args, { caller }) =>
      caller.agency === ROSTER_OWNER ? DailyRun.find().sort({ _id: -1 }).limit(DAYS).lean<DailyRun[]>() : [],
  }) satisfies QueryResolvers;

/** `DailyRun` */
export const dailyRunResolvers: DailyRunResolvers = {
  day: ({ _id }) => _id,
  applied: ({ applied }) => Object.entries(applied).map(([rule, times]) => ({ rule, times })),
};
