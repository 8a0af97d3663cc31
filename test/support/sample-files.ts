/** The sample's people as an agency that takes the roster over would send them: CSV files, with the faults that are known stated in the rows. */
import { documentsOf } from '../../subgraphs/city/documents.ts';
import { KOTA_BEKASI } from '../../subgraphs/city/init-city.ts';
import { readCity } from '../../subgraphs/city/read-city.ts';
import { sampleMembers, type PlainMember } from '../../subgraphs/sample/members.ts';
import type { SampleIdentity } from '../../subgraphs/sample/people.ts';
import { MEMBERS, WORKERS } from '../../subgraphs/sample/seed.ts';
import {
  sampleWorkers,
  verificationsOf,
  type PlainMembership,
  type PlainWorker,
} from '../../subgraphs/sample/workers.ts';
import type { Verification } from '../../subgraphs/workers/models.ts';

type Row = Readonly<Record<string, string | number | null | undefined>>;

export interface SampleFiles {
  readonly workers: string;
  readonly verifications: string;
  /** By the agency that owns the groups. */
  readonly members: ReadonlyMap<string, string>;
}

/** @returns the same people as `seedSample` fills with */
export function sampleFiles(counts: { readonly workers?: number; readonly members?: number } = {}): SampleFiles {
  const { agencies, groups } = documentsOf(readCity(KOTA_BEKASI));
  const people = { villages: agencies.villages, used: new Set<string>() };
  const identities: SampleIdentity[] = [];
  const workers = [...sampleWorkers(counts.workers ?? WORKERS, people, identities)];
  const members = [...sampleMembers(counts.members ?? MEMBERS, people, identities)];
  const ownerOf = new Map(groups.groups.map(({ _id, owner }) => [_id, owner]));
  return {
    workers: csv(workers.map(workerRow)),
    verifications: csv(workers.flatMap(verificationsOf).map(verificationRow)),
    members: new Map(
      [...Map.groupBy(members, ({ group }) => ownerOf.get(group)!)].map(([owner, own]) => [
        owner,
        csv(own.map(memberRow)),
      ]),
    ),
  };
}

function workerRow(worker: PlainWorker): Row {
  const [problem] = worker.problems;
  return {
    id: worker._id,
    nik: worker.nik,
    name: worker.name,
    birthDate: worker.birthDate,
    phone: worker.phone,
    occupation: worker.occupation,
    village: worker.village,
    decile: worker.decileAtEnrolment?.decile,
    decileEdition: worker.decileAtEnrolment?.edition,
    decileNow: worker.decileNow?.decile,
    decileNowEdition: worker.decileNow?.edition,
    status: worker.status,
    exitReason: worker.exitReason,
    history: worker.history.map(({ status, on }) => `${status} ${on}`).join('; '),
    enrolledOn: worker.enrolledOn,
    batch: worker.batch,
    ...membershipCells(worker.membership),
    problemCode: problem?.code,
    problemField: problem?.field,
    problemRaw: problem?.raw,
  };
}

const membershipCells = (membership: PlainMembership | null): Row => ({
  kpj: membership?.kpj,
  programmes: membership?.programmes.join(' '),
  coverFrom: membership?.from,
  coverTo: membership?.to,
  insurerStatus: membership?.insurerStatus,
  paidThrough: membership?.paidThrough,
  monthsInRow: membership?.monthsInRow,
});

const verificationRow = ({ _id, worker, agency, verdict, requestedOn, answeredOn, expiresOn }: Verification): Row => ({
  id: _id,
  worker,
  agency,
  verdict,
  requestedOn,
  answeredOn,
  expiresOn,
});

const memberRow = (member: PlainMember): Row => ({
  id: member._id,
  nik: member.nik,
  name: member.name,
  birthDate: member.birthDate,
  group: member.group,
  unit: member.unit,
  village: member.village,
  status: member.status,
  termFrom: member.termFrom,
  termTo: member.termTo,
  ...membershipCells(member.membership),
});

/** @returns CSV with the names of the fields as titles */
export function csv(rows: readonly Row[]): string {
  const titles = Object.keys(rows[0]!);
  const cell = (value: unknown): string => {
    const text = value == null ? '' : String(value);
    return /[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [titles.join(','), ...rows.map((row) => titles.map((title) => cell(row[title])).join(','))].join('\n');
}
