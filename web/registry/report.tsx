/** What the check of a version found, the worst first. */
import { useId, type ReactNode } from 'react';
import { SEVERITIES, type Finding, type VersionInFull } from './shapes.ts';
import { useWords } from './words.tsx';

export function Report({ report: { outcome, findings } }: { report: VersionInFull['report'] }): ReactNode {
  const words = useWords();
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{words('report.title')}</h2>
      <p>
        {words(`report.${outcome}`)} {findings.length === 0 && words('report.none')}
      </p>
      {SEVERITIES.map((severity) => {
        const own = findings.filter((finding) => finding.severity === severity);
        if (own.length === 0) return null;
        return (
          <details key={severity} className={`registry-severity is-${severity}`} open={severity !== 'notice'}>
            <summary>{words(`report.severity.${severity}`, { count: own.length })}</summary>
            <ul className="registry-list">
              {own.map((finding, at) => (
                <FindingItem key={at} finding={finding} />
              ))}
            </ul>
          </details>
        );
      })}
    </section>
  );
}

function FindingItem({ finding: { rule, coordinate, why, todo, owner, usedBy } }: { finding: Finding }): ReactNode {
  const words = useWords();
  return (
    <li>
      <p>
        <code>{coordinate}</code> <span className="registry-sign">{rule}</span>
        {owner != null && <span className="registry-sign">{words('report.asked', { owner })}</span>}
      </p>
      <p lang="en">{why}</p>
      <p>
        <strong>{words('report.todo')}</strong> <span lang="en">{todo}</span>
      </p>
      {usedBy != null && usedBy.length > 0 && (
        <p>
          {words('report.usedBy')}:{' '}
          {usedBy.map(({ operation, client, count }) => words('report.use', { operation, client, count })).join('; ')}
        </p>
      )}
    </li>
  );
}
