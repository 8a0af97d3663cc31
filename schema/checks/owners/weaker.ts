import { parse } from 'graphql';
import type { Finding } from '../finding.ts';
import { unique, keyFields } from '../model/graph.ts';
import { readDocument, type ModelField, type ModelType, type SubgraphModel } from '../model/subgraph-model.ts';
import type { CandidateChange, CheckRule } from '../rule.ts';
import { askOwners } from './ask-owners.ts';
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
    ...new Map([...inSupergraph(change), ...inWords(change)].map((each) => [keyOf(each), each])).values(),
  ],
};

const keyOf = ({ coordinate, owner }: Finding): string => `${coordinate} ${owner ?? ''}`;

function inSupergraph(change: CandidateChange): Finding[] {
  const { before, after } = change.supergraphs;
  if (before === undefined || after === undefined || before === after) return [];
  const [then, now] = [before, after].map((sdl) => readDocument(parse(sdl, { noLocation: true })).types) as [
    Types,
    Types,
  ];
  return [...then.values()].flatMap((type) => {
    const found = now.get(type.name);
    return found === undefined ? [] : ofType(change, type, found);
  });
}

type Types = ReadonlyMap<string, ModelType>;

/** A type that is weaker as a whole is told once, not field by field. */
function ofType(change: CandidateChange, then: ModelType, now: ModelType): Finding[] {
  const whole = weakened({ own: then.directives, type: [] }, { own: now.directives, type: [] });
  const owners = change.before.ownersOfType(then.name);
  const own = whole.length === 0 ? [] : told(change, then.name, whole, owners);
  const fields = [...then.fields.values()].flatMap((field) => {
    const found = now.fields.get(field.name);
    return found === undefined ? [] : ofField(change, [then, field], [now, found], whole);
  });
  return [...own, ...fields];
}

type OnType = readonly [ModelType, ModelField];

function ofField(change: CandidateChange, [then, was]: OnType, [now, is]: OnType, whole: readonly string[]): Finding[] {
  const coordinate = `${then.name}.${was.name}`;
  const owners =
    then.kind === 'input' ? change.before.ownersOfType(then.name) : change.before.ownersOfField(then.name, was.name);
  const lost = weakened({ own: was.directives, type: then.directives }, { own: is.directives, type: now.directives });
  const fresh = lost.filter((each) => !whole.includes(each));
  const inputs = was.arguments.flatMap((argument) => {
    const found = is.arguments.find(({ name }) => name === argument.name);
    const gone = found && weakened({ own: argument.directives, type: [] }, { own: found.directives, type: [] });
    return gone === undefined || gone.length === 0
      ? []
      : told(change, `${coordinate}(${argument.name}:)`, gone, owners);
  });
  return [...(fresh.length === 0 ? [] : told(change, coordinate, fresh, owners)), ...inputs];
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
  owners: readonly string[],
): Finding[] {
  const ask = asked(change, coordinate, lost, owners);
  const others = askOwners(change, ask);
  if (others.length > 0 || !unique(owners).includes(change.input.owner)) return others;
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
