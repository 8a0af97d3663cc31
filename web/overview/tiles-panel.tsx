/** The figures on top. */
import type { ReactNode } from 'react';
import { Link } from '../address/link.tsx';
import type { Asked } from '../graph/ask.ts';
import { partOf } from '../graph/reply.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import { Figure } from '../numbers/figure.tsx';
import type { Marked } from '../numbers/marks.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { GraphqlButton } from '../parts/graphql-button.tsx';
import { Panel } from '../parts/panel.tsx';
import type { Following } from '../session/use-reply.ts';
import type { FiguresAnswer, MoneyAnswer, PublishedFigure } from './answers.ts';
import { budgetTile, marksIn, peopleTiles, publishedIn, type MonthChange, type Named, type Tile } from './tiles.ts';
import { useTellMarks, type TellMarks } from './use-tell-marks.ts';

interface TilesProps {
  readonly figures: Following<FiguresAnswer>;
  readonly asked: Asked;
  readonly money: Following<MoneyAnswer>;
  readonly moneyAsked: Asked | undefined;
  readonly year: number | undefined;
  readonly onMarks: TellMarks;
}

export function Tiles({ figures, asked, money, moneyAsked, year, onMarks }: TilesProps): ReactNode {
  const say = useSay();
  const part = partOf(figures.reply);
  const paid = partOf(money.reply);
  const people = part === undefined ? [] : peopleTiles(part);
  const budget = paid === undefined || year === undefined ? [] : [budgetTile(paid, year)];
  useTellMarks(onMarks, 'tiles', marksIn([...people, ...budget]));
  return (
    <Panel
      title={say('overview.figures')}
      className="tiles wide"
      asked={asked}
      following={figures}
      tools={moneyAsked !== undefined && <GraphqlButton asked={moneyAsked} of={say('overview.tile.budget')} named />}
    >
      {() => (
        <div className="tile-grid">
          {people.slice(0, 3).map((tile) => (
            <TileView key={tile.name} tile={tile} published={part && publishedIn(part)} />
          ))}
          {budget.length > 0 ? <TileView tile={budget[0]!} year={year} /> : <BudgetToCome asking={money.asking} />}
          {people.slice(3).map((tile) => (
            <TileView key={tile.name} tile={tile} />
          ))}
        </div>
      )}
    </Panel>
  );
}

/** The budget comes by a request of its own: its place is kept. */
function BudgetToCome({ asking }: { asking: boolean }): ReactNode {
  const say = useSay();
  return (
    <div className="tile" role="status">
      <h3>{say('overview.tile.budget')}</h3>
      <p className="hint">{say(asking ? 'shell.loading' : 'numbers.none')}</p>
    </div>
  );
}

interface TileViewProps {
  readonly tile: Tile;
  readonly published?: PublishedFigure | undefined;
  readonly year?: number | undefined;
}

function TileView({ tile, published, year }: TileViewProps): ReactNode {
  const say = useSay();
  const { name, figure, as, parts, change, href, opens, twice } = tile;
  const about = name === 'cityCoverage' ? published : undefined;
  return (
    <div className="tile" data-tile={name}>
      <h3>
        <Link href={href}>
          {year === undefined ? say(`overview.tile.${name}`) : `${say(`overview.tile.${name}`)} ${year}`}
        </Link>
      </h3>
      <p className="tile-figure" data-figure={name}>
        <Figure figure={figure} as={as} show={({ kind }) => kind !== 'MONTH'} />
        {about !== undefined && <small>{say('overview.part.published')}</small>}
      </p>
      {parts.length > 0 && (
        <dl className="tile-parts">
          {parts.map((part) => (
            <PartView key={part.name} part={part} />
          ))}
        </dl>
      )}
      {change !== undefined && <ChangeView change={change} paid={name === 'budget'} />}
      {twice !== undefined && <Twice figure={twice} />}
      {opens !== undefined && <p className="hint tile-note">{say(`overview.opens.${opens}`)}</p>}
      {about !== undefined && <Published figure={about} />}
    </div>
  );
}

/** Who is in both programmes is counted in each. */
function Twice({ figure: { value } }: { figure: Marked }): ReactNode {
  const say = useSay();
  return (
    <p className="hint tile-note">
      {value === null ? say('overview.inBoth') : say('overview.inBoth.count', { count: value })}
    </p>
  );
}

function PartView({ part: { name, figure, as } }: { part: Named }): ReactNode {
  const say = useSay();
  return (
    <div>
      <dt>{say(`overview.part.${name}`)}</dt>
      <dd data-figure={name}>
        <Figure figure={figure} as={as} />
      </dd>
    </div>
  );
}

function ChangeView({ change: { month, figure, as }, paid }: { change: MonthChange; paid: boolean }): ReactNode {
  const say = useSay();
  const formats = useFormats();
  return (
    <p className="tile-change">
      <span data-figure="change">
        <Figure figure={figure} as={as} />
      </span>{' '}
      {say(paid ? 'overview.paidIn' : 'overview.changeIn', { month: formats.month(month) })}
    </p>
  );
}

/** Who published it and when, and what the computed one leaves out. */
function Published({ figure }: { figure: PublishedFigure }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const formats = useFormats();
  const remark = language === 'en' ? figure.computedRemark : figure.computedRemarkId;
  return (
    <details className="tile-more">
      <summary>{say('overview.why')}</summary>
      {remark != null && <p>{remark}</p>}
      <p>{say('overview.publishedBy', { source: figure.source, date: formats.day(figure.date) })}</p>
    </details>
  );
}
