/** The help page: short, in the reader's language, with links into the views. */
import { useEffect, type ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import { useLanguage } from '../language/language.tsx';
import { MarkEntry } from '../numbers/mark-entry.tsx';
import type { Mark } from '../numbers/marks.ts';
import { en } from './en.ts';
import { piecesOf, SECTIONS, type HelpText, type SectionName, type Words } from './help-text.ts';
import { id } from './id.ts';
import { LINKS } from './links.ts';
import './help.css';

const TEXTS = { en, id };

/** One of each kind, as a table might have it. */
const EXAMPLES: readonly Mark[] = [
  { kind: 'EXACT' },
  { kind: 'ESTIMATE' },
  { kind: 'PERTURBED', noise: 10 },
  { kind: 'RATE', noise: 10 },
  { kind: 'SUMMED', parts: 12, deviation: 10 },
  { kind: 'MONTH', month: '2025-11' },
  { kind: 'MASKED' },
  { kind: 'FORBIDDEN' },
  { kind: 'WITHHELD' },
  { kind: 'NOT_YET' },
  { kind: 'ABSENT', agency: 'funding' },
  { kind: 'FAILED', code: 'TIMEOUT' },
  { kind: 'STALE', time: '07.45' },
];

export default function Help(): ReactNode {
  const { language } = useLanguage();
  const text = TEXTS[language];
  useHash();
  return (
    <div className="help">
      <h1>{text.title}</h1>
      <p className="help-lead">
        <Linked text={text.lead} />
      </p>
      <Contents text={text} />
      {SECTIONS.map((name) => (
        <SectionView key={name} name={name} text={text} />
      ))}
    </div>
  );
}

/** The page's code comes after the browser has looked for the place that the address names. */
function useHash(): void {
  useEffect(() => {
    const name = location.hash.slice(1);
    if (name !== '') document.getElementById(name)?.scrollIntoView();
  }, []);
}

function Contents({ text }: { text: HelpText }): ReactNode {
  return (
    <nav className="help-contents" aria-label={text.contents}>
      <ul>
        {SECTIONS.map((name) => (
          <li key={name}>
            <a href={`#${name}`}>{text.sections[name].title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SectionView({ name, text }: { name: SectionName; text: HelpText }): ReactNode {
  const { title, lead, points, closing } = text.sections[name];
  return (
    <section aria-labelledby={name}>
      <h2 id={name} tabIndex={-1}>
        {title}
      </h2>
      {lead !== undefined && (
        <p>
          <Linked text={lead} />
        </p>
      )}
      {name === 'marks' && <Marks />}
      {name === 'keys' && <Keys keys={text.keys} />}
      {points.length > 0 && (
        <ul>
          {points.map((point) => (
            <li key={point}>
              <Linked text={point} />
            </li>
          ))}
        </ul>
      )}
      {closing !== undefined && (
        <p>
          <Linked text={closing} />
        </p>
      )}
    </section>
  );
}

function Linked({ text }: { text: Words }): ReactNode {
  return piecesOf(text).map(({ words, link }) =>
    link === undefined ? (
      words
    ) : (
      <Link key={words} href={LINKS[link]}>
        {words}
      </Link>
    ),
  );
}

/** In the words that stand beside the numbers themselves. */
function Marks(): ReactNode {
  return (
    <dl className="help-pairs">
      {EXAMPLES.map((mark) => (
        <MarkEntry key={mark.kind} mark={mark} />
      ))}
    </dl>
  );
}

function Keys({ keys }: Pick<HelpText, 'keys'>): ReactNode {
  return (
    <dl className="help-pairs">
      {keys.map(([key, what]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
