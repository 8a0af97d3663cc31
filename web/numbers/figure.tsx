/** A number as it is shown everywhere: in the reader's way of writing, with its marks beside it. */
import { useState, type ReactNode } from 'react';
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { useSay } from '../language/language.tsx';
import { written, type Writing } from './formats.ts';
import { useFormats } from './use-formats.ts';
import { wordsOfMark, type Mark, type Marked } from './marks.ts';

/** These take nothing from a number: its view says them once, in its legend. */
const QUIET: ReadonlySet<Mark['kind']> = new Set(['EXACT', 'MONTH']);

interface FigureProps {
  readonly figure: Marked;
  readonly as: Writing;
  /** Which marks stand beside it; those that a reader must not miss when left out. */
  readonly show?: (mark: Mark) => boolean;
}

export function Figure({ figure, as, show = (mark) => !QUIET.has(mark.kind) }: FigureProps): ReactNode {
  const formats = useFormats();
  return (
    <span className="figure">
      <span className={figure.value === null ? 'none' : 'value'}>{written(figure.value, as, formats)}</span>
      {figure.marks.filter(show).map((mark) => (
        <MarkSign key={mark.kind} mark={mark} />
      ))}
    </span>
  );
}

/** The short word of a mark; its sentence on hover, focus and touch. */
export function MarkSign({ mark }: { mark: Mark }): ReactNode {
  const [open, setOpen] = useState(false);
  const { word, sentence } = useMarkWords(mark);
  return (
    <TooltipTrigger isOpen={open} onOpenChange={setOpen} delay={150} closeDelay={100}>
      <Button
        className={`mark mark-${mark.kind.toLowerCase()}`}
        aria-label={`${word}: ${sentence}`}
        onPress={() => setOpen(true)}
      >
        {word}
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {sentence}
      </Tooltip>
    </TooltipTrigger>
  );
}

export function useMarkWords(mark: Mark): { readonly word: string; readonly sentence: string } {
  const say = useSay();
  const { month } = useFormats();
  const { word, says, values } = wordsOfMark(mark, month);
  return { word: say(word, values), sentence: say(says, values) };
}
