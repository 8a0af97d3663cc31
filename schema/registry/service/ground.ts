/** What every act of the registry stands on. */
import type { EventEmitter } from 'node:events';
import type { Log } from '../../../base/log.ts';
import type { LintLevels, UsedOperation } from '../../checks/check-input.ts';
import type { CompositionPolicy } from '../../composition/compose-subgraphs.ts';
import type { Contract } from '../contracts/contract.ts';
import type { RegistryDatabase } from '../model/open-database.ts';
import type { Signer } from '../signature.ts';
import type { RolloutRule } from './judge-rollout.ts';
import type { Composer } from '../composer/composer.ts';

/** Told of each supergraph that is served from now on. */
interface RegistryEvents {
  supergraph: [served: { readonly number: number; readonly hash: string }];
}

/** The parts. */
export interface Ground {
  readonly database: RegistryDatabase;
  /** For changes of what is served, and what is shown of them. */
  readonly composer: Composer;
  /** For checks: a candidate that takes a minute delays no rollback. */
  readonly checker: Composer;
  readonly signer: Signer;
  readonly contracts: readonly Contract[];
  readonly policy: CompositionPolicy;
  /** Whether a subgraph is quarantined when an owner takes an agreement back that it is published with. */
  readonly quarantinesRevoked: boolean;
  /** How operations are used, for checks. */
  readonly used: () => Promise<readonly UsedOperation[]>;
  readonly lint: (agency: string) => LintLevels;
  /** When a version is rolled back for its errors. */
  readonly rollout: RolloutRule;
  readonly events: EventEmitter<RegistryEvents>;
  readonly now: () => Date;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
}

/** Who acts: the agency and the id of a token. */
export interface Actor {
  readonly agency: string;
  readonly token: string;
}
