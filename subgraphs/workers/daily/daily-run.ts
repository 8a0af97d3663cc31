/**
 * What a day did: one document a day, made by the process that began it. A run that was cut off is taken up by the next look, since a rule
 * that was applied is no longer due.
 */
import { Schema, type Model } from 'mongoose';
import { modelOf, type DatabaseConnection } from '../../data/database.ts';

/** One day's run. */
export interface DailyRun {
  /** The day, `YYYY-MM-DD`. */
  readonly _id: string;
  readonly startedAt: Date;
  /** Null while it runs. */
  readonly finishedAt: Date | null;
  /** Until when no other process takes it up. */
  readonly heldUntil: Date;
  /** How often each rule was applied, by its name; those that were not are absent. */
  readonly applied: Readonly<Record<string, number>>;
}

/** @returns the model of the collection `daily_runs` */
export function dailyRunsOf(connection: DatabaseConnection): Model<DailyRun> {
  const schema = new Schema(
    { _id: String, startedAt: Date, finishedAt: Date, heldUntil: Date, applied: Schema.Types.Mixed },
    { versionKey: false, minimize: false },
  );
  return modelOf(connection, 'DailyRun', 'daily_runs', schema);
}
