/** Which specifications a supergraph may link. */

const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  link: ['v1.0'],
  core: ['v0.1', 'v0.2'],
  join: ['v0.1', 'v0.2', 'v0.3', 'v0.4', 'v0.5'],
  tag: ['v0.1', 'v0.2', 'v0.3'],
  inaccessible: ['v0.1', 'v0.2'],
  context: ['v0.1'],
};

/**
 * The specifications that the planner understands, as URLs. A supergraph that links another one `for: SECURITY` or `for: EXECUTION` is
 * refused: a gateway that does not know a rule cannot enforce it. `@context` is included because the planner plans it and our executor
 * runs it, although `@apollo/gateway` refuses it.
 */
export const SUPPORTED_FEATURES: Set<string> = new Set(
  Object.entries(VERSIONS).flatMap(([name, versions]) =>
    versions.map((version) => `https://specs.apollo.dev/${name}/${version}`),
  ),
);
