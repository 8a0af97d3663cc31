/** What is told of documents: JSON, without what stays inside. */
import type {
  ApprovalDocument,
  SupergraphDocument,
  TokenDocument,
  VersionDocument,
  Versions,
} from '../model/documents.ts';

/** @returns a version, without its SDL and its report */
export function versionView(version: VersionDocument) {
  const { subgraph, number, hash, url, by, token, at, why, state, note, servedAt, requests, failures } = version;
  return { subgraph, number, hash, url, by, token, at, why, state, note, servedAt, requests, failures };
}

/** @returns a supergraph, without its text */
export function supergraphView(supergraph: SupergraphDocument) {
  const { _id: number, cause, at, by, token, why, versions, served, quarantined, pinned, variants } = supergraph;
  return {
    number,
    cause,
    at,
    by,
    token,
    why,
    versions: byName(versions),
    served: byName(served),
    quarantined,
    pinned,
    hash: supergraph.supergraph.hash,
    signature: supergraph.supergraph.signature,
    variants: Object.fromEntries(variants.map(({ name, ...rest }) => [name, rest])),
  };
}

/** @returns version numbers by subgraph */
function byName(versions: Versions): Record<string, number> {
  return Object.fromEntries(versions.map(({ name, version }) => [name, version]));
}

/** @returns an approval */
export function approvalView({ _id: id, ...approval }: ApprovalDocument) {
  return { id, ...approval };
}

/** @returns a token, without its hash */
export function tokenView({
  _id: id,
  agency,
  label,
  subgraphs,
  rights,
  madeAt,
  madeBy,
  expires,
  revokedAt,
}: TokenDocument) {
  return { id, agency, label, subgraphs, rights, madeAt, madeBy, expires, revokedAt };
}
