import type { Finding } from '../finding.ts';
import { keyFields } from '../model/graph.ts';
import type { ModelField, ModelType, SubgraphModel } from '../model/subgraph-model.ts';
import type { CandidateChange, CheckRule } from '../rule.ts';
import { askOwners } from './ask-owners.ts';
import { inBothSupergraphs } from './in-both-supergraphs.ts';
import { weakened } from './weakened.ts';

/**
 * Who may see a field, and how, is its owner's to say. It is judged twice: on the supergraph before and after, which is what the gateway
 * holds; and in the candidate's own words for a field that others answer too, since they may be the words that hold next time. An agency
 * that opens a field of its own is told so.
 */
export const weakerRule: CheckRule = {
  name: 'OWNER/WEAKER',
  what: 'A field, a type or an argument is less protected than it was: `@personal`, `@mask`, `@purpose`, `@aggregate`, `@filters`, a rule of access or `@inaccessible` is gone or asks less, `@harmless` is new, or another `@tag` puts it into other variants.',
  example: 'type Membership @shareable { kpj: String }   # @mask(as: KPJ) in workers',
  todo: 'Give it the protection that it had, or ask its owner.',
  find: (change) => [
    ...new Map(
      [...inBothSupergraphs(change, (then, now) => ofType(change, then, now)), ...inWords(change)].map((each) => [
        keyOf(each),
        each,
      ]),
    ).values(),
  ],
};

const keyOf = ({ coordinate, owner }: Finding): string => `${coordinate} ${owner ?? ''}`;

/** A type that is weaker as a whole is told once, not field by field. */
function ofType(change: CandidateChange, then: ModelType, now: ModelType): Finding[] {
  const whole = weakened({ own: then.directives, type: [] }, { own: now.directives, type: [] });
  const own = told(change, then.name, whole, () => change.before.ownersOfType(then.name));
  const fields = [...then.fields.values()].flatMap((field) => {
    const found = now.fields.get(field.name);
    return found === undefined ? [] : ofField(change, [then, field], [now, found], whole);
  });
  return [...own, ...fields];
}

type OnType = readonly [ModelType, ModelField];

function ofField(change: CandidateChange, [then, was]: OnType, [now, is]: OnType, whole: readonly string[]): Finding[] {
  const coordinate = `${then.name}.${was.name}`;
  const ownersOf = (): readonly string[] => change.before.ownersOfMember(then, was.name);
  const lost = weakened({ own: was.directives, type: then.directives }, { own: is.directives, type: now.directives });
  const fresh = lost.filter((each) => !whole.includes(each));
  const inputs = was.arguments.flatMap((argument) => {
    const found = is.arguments.find(({ name }) => name === argument.name);
    if (found === undefined) return [];
    const gone = weakened({ own: argument.directives, type: [] }, { own: found.directives, type: [] });
    return told(change, `${coordinate}(${argument.name}:)`, gone, ownersOf);
  });
  return [...told(change, coordinate, fresh, ownersOf), ...inputs];
}

/** What the candidate says of a field that others answer too. Composition adds rules of access up, so these may differ. */
function inWords(change: CandidateChange): Finding[] {
  return [...change.candidate.types.values()].flatMap((type) => {
    const keys = keyFields(type);
    return [...type.fields.values()]
      .filter(({ name, external }) => !external && !keys.has(name))
      .flatMap((field) => change.before.subgraphs.flatMap((other) => besideOther(change, [type, field], other)));
  });
}

function besideOther(change: CandidateChange, [type, field]: OnType, other: SubgraphModel): Finding[] {
  const theirs = other.types.get(type.name);
  const stated = theirs?.fields.get(field.name);
  if (other.name === change.input.name || theirs === undefined || stated === undefined || stated.external) return [];
  const lost = weakened(
    { own: stated.directives, type: theirs.directives },
    { own: field.directives, type: type.directives },
  ).filter((each) => each !== ACCESS);
  if (lost.length === 0 || wasSo(change, type, field, other)) return [];
  return askOwners(change, asked(change, `${type.name}.${field.name}`, lost, [other.owner]));
}

const ACCESS = 'its rule of access';

function wasSo({ published }: CandidateChange, type: ModelType, field: ModelField, other: SubgraphModel): boolean {
  const on = published?.types.get(type.name);
  const was = on?.fields.get(field.name);
  const theirs = other.types.get(type.name)!;
  if (on === undefined || was === undefined || was.external) return false;
  return (
    weakened({ own: was.directives, type: on.directives }, { own: field.directives, type: type.directives }).length ===
      0 &&
    weakened(
      { own: theirs.fields.get(field.name)!.directives, type: theirs.directives },
      { own: was.directives, type: on.directives },
    ).some((each) => each !== ACCESS)
  );
}

function asked(
  { input }: CandidateChange,
  coordinate: string,
  lost: readonly string[],
  owners: readonly string[],
): Parameters<typeof askOwners>[1] {
  return {
    rule: 'OWNER/WEAKER',
    coordinate,
    why: `With this version of ${input.name} it loses, asks less by, or changes: ${lost.join(', ')}.`,
    otherwise: 'give it the protection that it had',
    owners,
  };
}

function told(
  change: CandidateChange,
  coordinate: string,
  lost: readonly string[],
  ownersOf: () => readonly string[],
): Finding[] {
  if (lost.length === 0) return [];
  const owners = ownersOf();
  const ask = asked(change, coordinate, lost, owners);
  const others = askOwners(change, ask);
  if (others.length > 0 || !owners.includes(change.input.owner)) return others;
  return [
    {
      rule: ask.rule,
      severity: 'warning',
      coordinate,
      why: ask.why,
      todo: 'Make sure that it is meant: the field is yours, so nobody else is asked.',
    },
  ];
}
