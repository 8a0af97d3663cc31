/** The text of a set of versions: of a supergraph that has it already, or composed, signed and kept. */
import { registryFault } from '../errors.ts';
import type { Signed, SupergraphDocument, SupergraphVariant, Versions } from '../model/documents.ts';
import { sha256Of } from '../../composition/sha256-of.ts';
import { keepText } from '../model/texts.ts';
import type { Ground } from './ground.ts';
import { ownedServices } from './owned-services.ts';

/** The text and the variants of a state. */
export type ServedText = Pick<SupergraphDocument, 'supergraph' | 'variants'>;

/** The form of a variant's text: variants of another form are made anew at the start. 2: it begins with the supergraph that it is of. */
const FORM = 2;

/**
 * @returns SHA-256 of the contracts, of the form in which their variants are written and of the key that signs, hexadecimal: what was made
 * otherwise is made anew, so that no gateway that knows the key of today is given what another has signed
 */
export function contractsHash({ contracts, signer }: Pick<Ground, 'contracts' | 'signer'>): string {
  return sha256Of(JSON.stringify([FORM, contracts, signer.publicKey]));
}

/**
 * @param known states that may have the same text
 * @throws CodedError REGISTRY_NOT_COMPOSABLE with each error on a line
 */
export async function servedText(
  ground: Ground,
  served: Versions,
  known: readonly (SupergraphDocument | undefined)[],
): Promise<ServedText> {
  const contracts = contractsHash(ground);
  const same = known.find((each) => each !== undefined && each.contracts === contracts && isSame(each.served, served));
  if (same !== undefined) return { supergraph: same.supergraph, variants: same.variants };
  const composed = await ground.composer.run<'compose'>({
    kind: 'compose',
    services: await ownedServices(ground, served),
    policy: ground.policy,
    contracts: ground.contracts,
  });
  if (composed.errors !== undefined)
    throw registryFault(
      'REGISTRY_NOT_COMPOSABLE',
      composed.errors.map(({ code, message }) => `${code}: ${message}`).join('\n'),
      { extensions: { errors: composed.errors } },
    );
  const variants = composed.variants.map(async (each): Promise<SupergraphVariant> =>
    'problem' in each ? each : { name: each.name, ...(await signed(ground, each.sdl)) },
  );
  return { supergraph: await signed(ground, composed.supergraphSdl), variants: await Promise.all(variants) };
}

async function signed({ database, signer }: Ground, text: string): Promise<Signed> {
  return { hash: await keepText(database, text), signature: signer.sign(text) };
}

/** Both are sorted. */
function isSame(one: Versions, other: Versions): boolean {
  return (
    one.length === other.length &&
    one.every(({ name, version }, at) => other[at]!.name === name && other[at]!.version === version)
  );
}
