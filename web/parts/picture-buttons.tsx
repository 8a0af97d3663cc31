/** Buttons that take a drawing away as a picture, which says by itself what it is. */
import { useState, type ReactNode } from 'react';
import type { Draw } from '../charts/drawing.ts';
import type { Citation } from '../export/citation.ts';
import { useSay } from '../language/language.tsx';
import { useFormats } from '../numbers/use-formats.ts';

interface PictureButtonsProps {
  /** What is drawn, for screen readers: there are several on a page. */
  readonly of: string;
  readonly draw: Draw;
  readonly citation: () => Citation;
}

/** The browser itself shows that it saved a file. */
interface Told {
  readonly text: string;
  readonly failed: boolean;
}

const ENDINGS = ['png', 'svg'] as const;

export function PictureButtons({ of, draw, citation }: PictureButtonsProps): ReactNode {
  const say = useSay();
  const { month, day } = useFormats();
  const [told, tell] = useState<Told>({ text: '', failed: false });
  const save = async (ending: (typeof ENDINGS)[number]): Promise<void> => {
    // Its code comes when it is first needed.
    const { savePicture } = await import('../export/save-picture.ts');
    const name = await savePicture(ending, await draw(), citation(), { say, month, day });
    tell({ text: say('parts.picture.saved', { name }), failed: false });
  };
  return (
    <span className="picture-buttons" role="group" aria-label={say('parts.picture.take', { of })}>
      {ENDINGS.map((ending) => (
        <button
          key={ending}
          type="button"
          className="tool"
          aria-label={say('parts.picture.save', { of, as: ending.toUpperCase() })}
          onClick={() => void save(ending).catch(() => tell({ text: say('parts.picture.failed'), failed: true }))}
        >
          {ending.toUpperCase()}
        </button>
      ))}
      <span role="status" className={told.failed ? 'hint' : 'visually-hidden'}>
        {told.text}
      </span>
    </span>
  );
}
