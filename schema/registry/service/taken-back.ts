import type { ApprovalDocument } from '../model/documents.ts';
import type { Ground } from './ground.ts';

/** @returns what owners agreed to in a subgraph and have taken back, and have not agreed to again */
export async function takenBack({ database }: Pick<Ground, 'database'>, subgraph: string): Promise<ApprovalDocument[]> {
  const all = await database.approvals
    .find({ subgraph, state: { $in: ['APPROVED', 'REVOKED'] } })
    .sort({ at: 1 })
    .lean<ApprovalDocument[]>();
  const last = new Map(all.map((each) => [JSON.stringify([each.rule, each.coordinate, each.owner]), each]));
  return [...last.values()].filter(({ state }) => state === 'REVOKED');
}
