/** Which agency of a loaded city acts in which role of the gateway: what `npm start` offers for trying. */
import { connectDatabase } from '../data/database.ts';

interface Row {
  readonly _id: string;
  readonly roles: readonly string[];
  readonly subgraph: string | null;
}

/** Each role of the gateway that acts for an agency, and for which agencies it is worth trying. */
const BY_ROLE: Readonly<Record<string, (row: Row) => boolean>> = {
  verifier: ({ roles }) => roles.includes('VERIFIER'),
  'agency-owner': ({ roles, subgraph }) => roles.includes('VERIFIER') || ['workers', 'groups'].includes(subgraph ?? ''),
  insurer: ({ roles }) => roles.includes('INSURER'),
  finance: ({ roles }) => roles.includes('FUNDER'),
};

/**
 * @returns as the gateway's DEVELOPMENT_AGENCY: `verifier=DINSOS,agency-owner=DINSOS,…`. Of the agencies that verify the first alone, since
 * there may be many; empty where the city has none @throws CodedError DATABASE_UNREACHABLE
 */
export async function agenciesByRole(mongodbUri: string): Promise<string> {
  const connection = await connectDatabase(mongodbUri, 'agencies');
  try {
    const rows = await connection.collection<Row>('agencies').find().sort({ _id: 1 }).toArray();
    const first = rows.find(({ roles }) => roles.includes('VERIFIER'));
    const offered = [
      ...(first === undefined ? [] : [first]),
      ...rows.filter(({ roles }) => !roles.includes('VERIFIER')),
    ];
    return Object.entries(BY_ROLE)
      .flatMap(([role, acts]) => offered.filter(acts).map(({ _id }) => `${role}=${_id}`))
      .join();
  } finally {
    await connection.close();
  }
}
