/** A button that changes something in the registry, after a dialog that asks for the reason. */
import { useState, type ReactNode } from 'react';
import { FormDialog } from '../parts/form-dialog.tsx';
import { TextField } from '../parts/text-field.tsx';
import { useAccess } from './access.tsx';
import type { Trouble } from './ask-registry.ts';
import type { Changed } from './shapes.ts';
import { useTell } from './told.tsx';
import { TroubleWords } from './trouble-note.tsx';
import { useWords } from './words.tsx';

interface ActButtonProps {
  /** What the button and the dialog's own button say. */
  readonly label: string;
  readonly title: string;
  readonly what: string;
  /** Where it is posted to. */
  readonly path: string;
  /** Whether it is asked for how many days it counts. */
  readonly days?: boolean;
  /** What is told when it is done; of a supergraph its number is told. */
  readonly done?: string;
}

const MOST_WHY = 1_000;
const MOST_DAYS = 400;
/** Coordinates of what is lost that are named one by one. */
const MOST_LOST = 20;

export function ActButton(props: ActButtonProps): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="plain" aria-label={props.title} onClick={() => setOpen(true)}>
        {props.label}
      </button>
      {open && <ActDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function ActDialog({
  label,
  title,
  what,
  path,
  days = false,
  done,
  onClose,
}: ActButtonProps & { onClose: () => void }) {
  const words = useWords();
  const tell = useTell();
  const { post, changed, url } = useAccess();
  const [why, setWhy] = useState('');
  const [counts, setCounts] = useState('90');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Trouble | 'reason' | 'number'>();
  const send = async (): Promise<void> => {
    if (why.trim() === '') return setProblem('reason');
    const number = wholeIn(counts);
    if (days && number === undefined) return setProblem('number');
    setSending(true);
    const got = await post<Changed>(path, { why: why.trim(), ...(days && { days: number }) });
    setSending(false);
    if (got.kind !== 'GOT') {
      setProblem(got);
      // What was refused may have been changed by others meanwhile.
      return got.kind === 'REFUSED' && got.status === 409 ? changed() : undefined;
    }
    tell([done, toldOf(got.data, words)].filter(Boolean).join(' ') || words('act.done'));
    onClose();
    changed();
  };
  return (
    <FormDialog
      title={title}
      send={label}
      sending={sending}
      problem={problem && <Problem problem={problem} url={url} />}
      onSend={() => void send()}
      onClose={onClose}
    >
      <p>{what}</p>
      <TextField
        label={words('act.why')}
        most={MOST_WHY}
        lines={2}
        value={why}
        example={words('act.example')}
        onType={setWhy}
      />
      <p className="hint">{words('act.noPerson')}</p>
      {days && <TextField label={words('approvals.days')} most={3} value={counts} onType={setCounts} />}
    </FormDialog>
  );
}

function Problem({ problem, url }: { problem: Trouble | 'reason' | 'number'; url: string }): ReactNode {
  const words = useWords();
  if (typeof problem === 'object') return <TroubleWords trouble={problem} url={url} />;
  return words(`act.${problem}`);
}

function wholeIn(text: string): number | undefined {
  const number = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= MOST_DAYS ? number : undefined;
}

function toldOf({ supergraph, lost = [] }: Changed, words: ReturnType<typeof useWords>): string {
  const served = supergraph == null ? '' : words('act.served', { number: supergraph.number });
  if (lost.length === 0) return served;
  const named = lost.slice(0, MOST_LOST).join(', ');
  const more = lost.length > MOST_LOST ? ` ${words('history.more.of', { count: lost.length - MOST_LOST })}` : '';
  return `${served} ${words('act.lost', { lost: named + more })}`;
}
