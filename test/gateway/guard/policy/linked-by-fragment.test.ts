/** One partner's spelling of a link takes the privacy of the whole graph from nobody. */
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { directiveNames, SPECS } from '../../../../gateway/guard/policy/directive-names.ts';
import { linkedFeatures } from '../../../../gateway/supergraph/linked-features.ts';
import { composeSubgraphs } from '../../../../schema/composition/compose-subgraphs.ts';
import { applyContract } from '../../../../schema/registry/contracts/apply-contract.ts';
import { readContracts, SHIPPED_CONTRACTS } from '../../../../schema/registry/contracts/contract.ts';
import { HEADER, ROSTER } from '../../../schema/checks/check-pair.ts';

it.each(['v1.9', 'v1.9#x', 'v1.9?x', 'v1.9 ', 'v1.9#@personal'])('of the specification as privacy/%s', (version) => {
  const partner = HEADER.replace('privacy/v1.2', `privacy/${version}`) + 'type Query { beds: Int }';
  const { supergraphSdl, errors } = composeSubgraphs(
    [
      { name: 'roster', url: 'http://x', sdl: ROSTER },
      { name: 'partner', url: 'http://y', sdl: partner },
    ],
    { policy: 'privacy' },
  );
  // What composition refuses harms nobody.
  if (supergraphSdl === undefined) return expect(errors).not.toEqual([]);
  const document = parse(supergraphSdl);
  const nameOf = directiveNames(document);
  expect(['personal', 'mask', 'aggregate', 'purpose'].map((name) => nameOf(SPECS.privacy, name))).toEqual([
    ...['personal', 'mask', 'aggregate', 'purpose'],
  ]);
  expect(linkedFeatures(document).map(({ identity }) => identity)).toContain(SPECS.privacy);
  const applied = applyContract(supergraphSdl, readContracts(SHIPPED_CONTRACTS)[0]!) as { sdl: string };
  expect(/type Worker[^{]*/.exec(applied.sdl)![0]).toContain('@inaccessible');
});

it.each(['https://sigap-graph.id/privacy/v1.2', 'https://specs.apollo.dev/requiresScopes/v0.1'])(
  'by a directive of an agency that looks like a link to %s',
  (url) => {
    const partner = `${HEADER.replace(
      'extend schema',
      `extend schema @link(url: "https://note.test/note/v1.0", import: ["@note"]) @composeDirective(name: "@note") @note(url: "${url}", as: "none", import: ["Worker"])`,
    )} directive @note(url: String, as: String, import: [String]) repeatable on SCHEMA  type Query { beds: Int }`;
    const { supergraphSdl } = composeSubgraphs(
      [
        { name: 'roster', url: 'http://x', sdl: ROSTER },
        { name: 'partner', url: 'http://y', sdl: partner },
      ],
      { policy: 'privacy' },
    );
    expect(supergraphSdl).toContain('@note(url:');
    const nameOf = directiveNames(parse(supergraphSdl!));
    expect(linkedFeatures(parse(supergraphSdl!)).some(({ isType }) => isType('Worker'))).toBe(false);
    expect([nameOf(SPECS.privacy, 'mask'), nameOf(SPECS.requiresScopes, 'requiresScopes')]).toEqual([
      'mask',
      'requiresScopes',
    ]);
  },
);
