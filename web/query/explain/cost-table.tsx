/** The estimated cost, field by field: the most expensive first. */
import { useState, type ReactNode } from 'react';
import { useSay } from '../../language/language.tsx';
import { Scrolls } from '../../parts/scrolls.tsx';
import { useFormats } from '../../numbers/use-formats.ts';
import type { Explanation } from './explanation.ts';

/** Fields that are shown at first. */
const FEW = 8;

export function CostTable({ cost }: { cost: NonNullable<Explanation['cost']> }): ReactNode {
  const say = useSay();
  const { whole, shortPercent } = useFormats();
  const [all, setAll] = useState(false);
  const fields = all ? cost.fields : cost.fields.slice(0, FEW);
  const share = (part: number): string => (cost.total === 0 ? '–' : shortPercent(part / cost.total));
  return (
    <section>
      <h2>{say('query.explain.cost')}</h2>
      <p className="hint">{say('query.plan.cost', { cost: cost.total })}</p>
      <Scrolls label={say('query.explain.cost')}>
        <table className="explain-table">
          <thead>
            <tr>
              <th scope="col">{say('query.explain.field')}</th>
              <th scope="col" className="number">
                {say('query.explain.units')}
              </th>
              <th scope="col" className="number">
                {say('query.explain.share')}
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ path, coordinate, cost: own }, index) => (
              <tr key={index}>
                <th scope="row">
                  {path.join('.') || say('query.explain.root')}
                  <span className="fetch-place">{coordinate ?? say('query.explain.record')}</span>
                </th>
                <td className="number">{whole(own)}</td>
                <td className="number">{share(own)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
      {cost.costLeftOut > 0 && <p className="hint">{say('query.explain.costLeftOut', { cost: cost.costLeftOut })}</p>}
      {fields.length < cost.fields.length && (
        <button type="button" className="more" onClick={() => setAll(true)}>
          {say('query.explain.allFields', { count: cost.fields.length })}
        </button>
      )}
    </section>
  );
}
