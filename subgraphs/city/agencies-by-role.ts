/** Which agency of a loaded city acts in which role of the gateway: what `npm start` offers for trying. */
import { connectDatabase } from '../data/database.ts';

interface Row {
  readonly _id: string;
  readonly roles: readonly string[];
  readonly subgraph: string | null;
}

/** An agency, whether it owns a group, and whether it is the first of those that verify. */
interface Candidate extends Row {
  readonly ownsGroup: boolean;
  readonly verifiesFirst: boolean;
}

/** Each role of the gateway that acts for an agency, and for which agencies it is worth trying: those that can make a change in it. */
const BY_ROLE: Readonly<Record<string, (candidate: Candidate) => boolean>> = {
  verifier: ({ roles }) => roles.includes('VERIFIER'),
  'agency-owner': ({ verifiesFirst, ownsGroup, subgraph }) =>
    verifiesFirst || ownsGroup || ['workers', 'groups'].includes(subgraph ?? ''),
  insurer: ({ roles }) => roles.includes('INSURER'),
  finance: ({ roles }) => roles.includes('FUNDER'),
};

/**
 * @returns as the gateway's DEVELOPMENT_AGENCY: `verifier=DINSOS,agency-owner=DINSOS,…`. Every agency that verifies, the first of them also as owner of its
 * data; every owner of a group; empty where the city has none @throws CodedError DATABASE_UNREACHABLE
 */
export async function agenciesByRole(mongodbUri: string): Promise<string> {
  const rows = await agenciesOf(mongodbUri);
  const owners = await groupOwners(mongodbUri);
  const first = rows.find(({ roles }) => roles.includes('VERIFIER'));
  const candidates = [...(first === undefined ? [] : [first]), ...rows.filter((row) => row !== first)].map((row) => ({
    ...row,
    ownsGroup: owners.has(row._id),
    verifiesFirst: row === first,
  }));
  return Object.entries(BY_ROLE)
    .flatMap(([role, acts]) => candidates.filter(acts).map(({ _id }) => `${role}=${_id}`))
    .join();
}

async function agenciesOf(mongodbUri: string): Promise<Row[]> {
  const connection = await connectDatabase(mongodbUri, 'agencies');
  try {
    return await connection.collection<Row>('agencies').find().sort({ _id: 1 }).toArray();
  } finally {
    await connection.close();
  }
}

async function groupOwners(mongodbUri: string): Promise<Set<string>> {
  const connection = await connectDatabase(mongodbUri, 'groups');
  try {
    return new Set<string>((await connection.collection('groups').distinct('owner')) as string[]);
  } finally {
    await connection.close();
  }
}
