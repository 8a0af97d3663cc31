/** The value behind each type of the graph, which the resolvers of its fields receive. `npm run types` reads the types' names here. */
import type { OpenedCorrection } from '../changes/record-event.ts';
import type { Month } from '../counts/history.ts';
import type { ImportParents } from '../import/import-parents.ts';
import type { Connection } from '../data/connection.ts';
import type { GroupCount, MemberCounts } from './member-counts.ts';
import type { MemberEvent } from './lifecycle/member-event.ts';
import type { Group, Member, MemberMembership } from './models.ts';

/** An entity known by its code: an area, an agency, a programme. A stub is one. */
interface Coded {
  readonly code: string;
}

/** The numbers whose change from month to month is shown. */
export type MemberChange = 'total' | 'covered' | 'atRisk';

/** The counts of an area in one month, with the change since the month before. */
export type MemberMonth = MemberCounts & Pick<Month<MemberCounts, MemberChange>, 'month' | 'change'>;

/** The value behind each type of the graph, by the type's name. */
export interface GroupsParents {
  readonly Group: Group;
  readonly GroupMonth: Month<GroupCount, MemberChange>;
  readonly GroupCount: GroupCount;
  readonly MemberMonth: MemberMonth;
  readonly CityMemberMonth: MemberMonth;
  readonly Member: Member;
  /** By the member's id, who is loaded anew; `formerToken` of the NIK that was corrected, null where none was. */
  readonly ChangedMember: { readonly member: string; readonly formerToken: string | null };
  readonly MemberEvent: MemberEvent;
  readonly MemberCorrection: OpenedCorrection;
  readonly MemberConnection: Connection<Member>;
  /** With the id of the member, which is part of the place that their card number is sealed with. */
  readonly Membership: MemberMembership & { readonly owner: string };
  readonly Person: { readonly token: string };
  readonly Agency: Coded;
  readonly Programme: Coded;
  readonly City: { readonly code?: string | null };
  readonly District: Coded;
  readonly Village: Coded;
  readonly ImportJob: ImportParents['ImportJob'];
  readonly ImportLeftRow: ImportParents['ImportLeftRow'];
  readonly ImportPass: ImportParents['ImportPass'];
  readonly ImportReasonCount: ImportParents['ImportReasonCount'];
  readonly ImportNoteCount: ImportParents['ImportNoteCount'];
  readonly ImportedRows: ImportParents['ImportedRows'];
  readonly RejectedLine: ImportParents['RejectedLine'];
  readonly ImportReason: ImportParents['ImportReason'];
  readonly RejectedRow: ImportParents['RejectedRow'];
  readonly ImportJobConnection: ImportParents['ImportJobConnection'];
  readonly RejectedRowConnection: ImportParents['RejectedRowConnection'];
}
