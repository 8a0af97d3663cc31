/** Why a value is as it is: the kind in the reader's words, and the gateway's own sentence, which is English. */
import type { ReactNode } from 'react';
import { useSay } from '../../language/language.tsx';
import { knownKind, type ExplainedValue, type Kind } from './explanation.ts';
import type { Reasons } from './value-reasons.ts';

/** Sentences that are told of one value. */
const MOST = 3;

/** The look of each kind's mark: that of the mark which numbers have elsewhere for the same reason. */
const LOOKS: Readonly<Record<Kind, string>> = {
  denied: 'forbidden',
  masked: 'masked',
  perturbed: 'perturbed',
  suppressed: 'withheld',
  'subgraph-error': 'failed',
  'no-answer': 'absent',
  'breaker-open': 'absent',
  misfit: 'failed',
  'unreachable-entity': 'failed',
  'unknown-entity': 'month',
  'null-of-owner': 'month',
  propagated: 'month',
  other: 'failed',
};

export function Why({ reasons: { values, sure } }: { reasons: Reasons }): ReactNode {
  const say = useSay();
  return (
    <>
      {!sure && <p>{say('query.explain.unsure')}</p>}
      {values.slice(0, MOST).map((value) => (
        <WhyOne key={`${value.kind} ${value.why}`} value={value} />
      ))}
    </>
  );
}

export function WhyOne({ value: { kind, why } }: { value: Pick<ExplainedValue, 'kind' | 'why'> }): ReactNode {
  const say = useSay();
  return (
    <>
      <p>{say(`query.explain.${knownKind(kind)}.says`)}</p>
      <p lang="en">{why}</p>
    </>
  );
}

/** The short word of a kind. */
export function KindSign({ kind }: { kind: Kind }): ReactNode {
  const say = useSay();
  const known = knownKind(kind);
  return <span className={`mark mark-${LOOKS[known]}`}>{say(`query.explain.${known}.word`)}</span>;
}
