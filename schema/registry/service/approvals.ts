/** Owners agree or not with what a version does to what is theirs. */
import { registryFault } from '../errors.ts';
import type { ApprovalDocument, VersionDocument } from '../model/documents.ts';
import type { Actor, Ground } from './ground.ts';
import { currentState } from './change-supergraph.ts';
import { quarantine } from './operate.ts';
import { versionId } from './owned-services.ts';
import { publishWaiting, type Published } from './publish.ts';

/** How long an agreement counts, in days, when nothing is said. */
const APPROVAL_DAYS = 90;
const DAY = 86_400_000;

/** An owner's answer. */
export interface Answer {
  readonly actor: Actor;
  readonly why: string;
  readonly days?: number;
}

/** The approval as it stands now, and what came of its version when it was the last one. */
export interface Answered {
  readonly approval: ApprovalDocument;
  readonly published?: Published;
  /** The version that is published still, though its owner has taken the agreement back. */
  readonly stillPublished?: VersionDocument;
}

/**
 * Agrees. The last agreement that a version waits for publishes it, if it still checks.
 * @throws CodedError REGISTRY_NOT_FOUND, REGISTRY_FORBIDDEN, REGISTRY_NOT_NOW, and those of a publish: the agreement stands all the same
 */
export async function approve(ground: Ground, id: string, answer: Answer): Promise<Answered> {
  const expires = new Date(ground.now().getTime() + (answer.days ?? APPROVAL_DAYS) * DAY);
  const approval = await decide(ground, id, answer, { state: 'APPROVED', expires });
  const { subgraph, version } = approval;
  const open = await ground.database.approvals.countDocuments({ subgraph, version, state: 'OPEN' });
  const waiting = await ground.database.versions
    .findOne({ _id: versionId(subgraph, version), state: 'WAITING' })
    .lean<VersionDocument>();
  if (open > 0 || waiting === null) return { approval };
  return { approval, published: await publishWaiting(ground, waiting, { agency: waiting.by, token: waiting.token }) };
}

/** Refuses; the version has failed then, and nobody else is asked about it. @throws CodedError as `approve` */
export async function deny(ground: Ground, id: string, answer: Answer): Promise<Answered> {
  const approval = await decide(ground, id, answer, { state: 'DENIED' });
  const { subgraph, version, owner, coordinate } = approval;
  await ground.database.versions.updateOne(
    { _id: versionId(subgraph, version), state: 'WAITING' },
    { $set: { state: 'FAILED', note: `${owner} has denied ${coordinate}: ${answer.why}` } },
  );
  await ground.database.approvals.updateMany({ subgraph, version, state: 'OPEN' }, { $set: { state: 'CLOSED' } });
  return { approval };
}

/**
 * Takes an agreement back. The next version of the subgraph waits again, whatever is published; what is served with it is told to the operator,
 * or taken out where the registry is told so.
 * @throws CodedError as `approve`
 */
export async function revoke(ground: Ground, id: string, answer: Answer): Promise<Answered> {
  const approval = await decide(ground, id, answer, { state: 'REVOKED' }, 'APPROVED');
  const { subgraph, owner, rule, coordinate } = approval;
  const state = await currentState(ground);
  const served = state?.versions.find(({ name }) => name === subgraph);
  if (served === undefined) return { approval };
  const found = await ground.database.versions
    .findOneAndUpdate(
      { _id: versionId(subgraph, served.version), hash: approval.hash, url: approval.url },
      { $set: { note: `${owner} has taken back its agreement with ${rule} ${coordinate}: ${answer.why}` } },
      { returnDocument: 'after' },
    )
    .lean<VersionDocument>();
  if (found === null) return { approval };
  ground.log.warn(
    { subgraph, version: served.version, owner, rule, coordinate },
    'an agreement was taken back; the version is published still',
  );
  if (ground.quarantinesRevoked && !state!.quarantined.includes(subgraph)) {
    const why = `${owner} has taken back its agreement with ${coordinate}: ${answer.why}`;
    await quarantine(ground, subgraph, { actor: answer.actor, why });
  }
  return { approval, stillPublished: found };
}

async function decide(
  { database, now }: Ground,
  id: string,
  { actor, why }: Answer,
  decision: Pick<ApprovalDocument, 'state' | 'expires'>,
  from: ApprovalDocument['state'] = 'OPEN',
): Promise<ApprovalDocument> {
  const asked = await database.approvals.findById(id).lean<ApprovalDocument>();
  if (asked === null) throw registryFault('REGISTRY_NOT_FOUND', 'no approval has this id');
  if (asked.owner !== actor.agency)
    throw registryFault(
      'REGISTRY_FORBIDDEN',
      `${asked.owner} is asked, expected a token of theirs, got one of ${actor.agency}`,
    );
  // Of two answers at once one is the first, and only that one counts.
  const decided = await database.approvals
    .findOneAndUpdate(
      { _id: id, state: from },
      { $set: { ...decision, by: actor.agency, token: actor.token, at: now(), why } },
      { returnDocument: 'after' },
    )
    .lean<ApprovalDocument>();
  if (decided === null) throw registryFault('REGISTRY_NOT_NOW', `the approval is ${asked.state}, expected ${from}`);
  return decided;
}
