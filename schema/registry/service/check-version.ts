import type { GivenApproval, OwnedSubgraph } from '../../checks/check-input.ts';
import type { CheckReport } from '../../checks/finding.ts';
import type { ApprovalDocument } from '../model/documents.ts';
import { sha256Of } from '../../composition/sha256-of.ts';
import type { CheckJob } from '../composer/messages.ts';
import type { State } from './change-supergraph.ts';
import type { Ground } from './ground.ts';
import { ownedServices } from './owned-services.ts';
import { takenBack } from './taken-back.ts';

/** Checks a candidate against what is published. It composes without what is quarantined, whose owners are asked all the same. It writes nothing. @throws CodedError REGISTRY_CHECK_FAILED */
export async function checkVersion(ground: Ground, state: State, candidate: OwnedSubgraph): Promise<CheckReport> {
  const { name, owner, url, sdl } = candidate;
  const isOut = (each: { readonly name: string }): boolean =>
    each.name !== name && state!.quarantined.includes(each.name);
  const [all, used, approvals, revoked] = await Promise.all([
    ownedServices(ground, state?.versions ?? []),
    ground.used(),
    givenApprovals(ground, candidate),
    takenBack(ground, name),
  ]);
  const published = all.filter((each) => !isOut(each));
  const before = published.find((each) => each.name === name);
  const job: CheckJob = {
    kind: 'check',
    judges: ground.checker.judges,
    contracts: ground.contracts,
    input: {
      name,
      owner,
      url,
      sdl,
      others: published.filter((each) => each !== before),
      quarantined: all.filter(isOut),
      ...(before !== undefined && { before: before.sdl }),
      used,
      approvals,
      revoked: revoked.map(({ rule, coordinate, owner }) => ({ rule, coordinate, owner })),
      lint: ground.lint(owner),
      policy: ground.policy,
      now: ground.now(),
    },
  };
  return ground.checker.run<'check'>(job, owner);
}

/** Agreements with findings in exactly this SDL at this address. */
async function givenApprovals({ database, now }: Ground, { name, sdl, url }: OwnedSubgraph): Promise<GivenApproval[]> {
  const found = await database.approvals
    .find({ subgraph: name, hash: sha256Of(sdl), url, state: 'APPROVED', expires: { $gt: now() } })
    .lean<ApprovalDocument[]>();
  return found.map(({ rule, coordinate, owner, hash, expires }) => ({
    rule,
    coordinate,
    owner,
    hash,
    expires: expires!.toISOString(),
  }));
}
