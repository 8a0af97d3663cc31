/** A group of figures that one request brings: its title, its GraphQL, what of it is missing, and what to do about that. */
import { useId, type ReactNode } from 'react';
import type { Asked } from '../graph/ask.ts';
import { partOf } from '../graph/reply.ts';
import { useSay } from '../language/language.tsx';
import { schemaVersionsOf, type Part } from '../numbers/figure-at.ts';
import { MarkSign } from '../numbers/figure.tsx';
import { useFormats } from '../numbers/use-formats.ts';
import type { Draw } from '../charts/drawing.ts';
import type { Citation } from '../export/citation.ts';
import { distinct, type Mark } from '../numbers/marks.ts';
import { useSession } from '../session/session.tsx';
import type { Following } from '../session/use-reply.ts';
import { GraphqlButton } from './graphql-button.tsx';
import { troubleWords } from './trouble-words.ts';
import { PictureButtons } from './picture-buttons.tsx';
import './panel.css';

/** What is drawn in a panel, for a picture that is taken away. */
export interface PanelPicture extends Pick<Citation, 'filters' | 'sources' | 'months' | 'covers'> {
  readonly draw: Draw;
}

interface PanelProps<Data> {
  readonly title: string;
  /** In the grid of the view. */
  readonly className?: string;
  readonly asked: Asked | undefined;
  readonly following: Following<Data>;
  /** Marks that all of its numbers share. */
  readonly marks?: (part: Part & { readonly data: Data }) => Iterable<Mark>;
  /** Switches that belong to it. */
  readonly tools?: ReactNode;
  /** Whether its question waits for the answer to another one. */
  readonly waits?: boolean;
  /** Missing where nothing is drawn. */
  readonly picture?: PanelPicture | undefined;
  readonly children: (part: Part & { readonly data: Data }) => ReactNode;
}

export function Panel<Data>({
  title,
  className = '',
  asked,
  following,
  marks,
  tools,
  waits = false,
  picture,
  children,
}: PanelProps<Data>): ReactNode {
  const id = useId();
  const part = partOf(following.reply);
  return (
    <section className={`panel ${className}`} aria-labelledby={id} aria-busy={following.asking && part === undefined}>
      <header>
        <h2 id={id}>{title}</h2>
        <span className="panel-marks">
          {part !== undefined &&
            distinct(marks?.(part) ?? []).map((mark) => <MarkSign key={JSON.stringify(mark)} mark={mark} />)}
          <StaleSign following={following} />
        </span>
        <span className="panel-tools">
          {tools}
          {part !== undefined && picture !== undefined && <Picture title={title} part={part} picture={picture} />}
          {asked !== undefined && <GraphqlButton asked={asked} of={title} />}
        </span>
      </header>
      {part === undefined ? <NoPart following={following} waits={waits} /> : children(part)}
    </section>
  );
}

function Picture({ title, part, picture }: { title: string; part: Part; picture: PanelPicture }): ReactNode {
  const say = useSay();
  const { config } = useSession();
  const { draw, ...cited } = picture;
  const citation = (): Citation => ({
    question: title,
    ...cited,
    city: config?.city,
    sample: config?.sampleData === true,
    at: new Date(),
    schemaVersion: schemaVersionsOf([part]).join(', ') || say('data.take.schemaUnknown'),
    permalink: location.href,
    // Those of the drawing stand in its notes.
    marks: [],
  });
  return <PictureButtons of={title} draw={draw} citation={citation} />;
}

function StaleSign<Data>({ following: { failure, at, again } }: { following: Following<Data> }): ReactNode {
  const say = useSay();
  const { time } = useFormats();
  if (failure === undefined || at === undefined) return null;
  return (
    <>
      <MarkSign mark={{ kind: 'STALE', time: time(at) }} />
      <button type="button" className="tool" onClick={again}>
        {say('shell.retry')}
      </button>
    </>
  );
}

interface NoPartProps<Data> {
  readonly following: Following<Data>;
  /** Whether its question waits for the answer to another one. */
  readonly waits: boolean;
}

function NoPart<Data>({ following: { reply, asking, cancel, again }, waits }: NoPartProps<Data>): ReactNode {
  const say = useSay();
  const { renew } = useSession();
  if (asking || waits)
    return (
      <p className="panel-state" role="status">
        {say('shell.loading')}
        {asking && (
          <button type="button" className="tool" onClick={cancel}>
            {say('parts.cancel')}
          </button>
        )}
      </p>
    );
  if (reply?.kind !== 'FAILED')
    return (
      <p className="panel-state" role="status">
        {say('parts.cancelled')}
        <button type="button" className="tool" onClick={again}>
          {say('shell.retry')}
        </button>
      </p>
    );
  const { title, advice } = troubleWords(reply.trouble, say);
  return (
    <div className="panel-state" role="alert">
      <strong>{title}</strong>
      <span>{advice}</span>
      {reply.trouble.kind === 'UNAUTHENTICATED' && (
        <button type="button" className="tool" onClick={renew}>
          {say('shell.freshTokens')}
        </button>
      )}
      <button type="button" className="tool" onClick={again}>
        {say('shell.retry')}
      </button>
    </div>
  );
}
