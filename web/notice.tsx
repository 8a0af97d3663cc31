/** What went wrong with the last question, in the reader's words, and what to do about it. */
import type { ReactNode } from 'react';
import type { Trouble } from './ask.ts';

interface Words {
  readonly title: string;
  readonly advice: string;
}

const WORDS: { readonly [Kind in Trouble['kind']]: (trouble: Extract<Trouble, { kind: Kind }>) => Words } = {
  BAD_HEADER: () => ({
    title: 'The question was not sent / Pertanyaan tidak terkirim',
    advice: 'A request header has characters that HTTP does not take. Check the Headers editor.',
  }),
  UNREACHABLE: () => ({
    title: 'The gateway does not answer / Gateway tidak menjawab',
    advice: 'Is it still running? Your question is kept: press Run again when it is back.',
  }),
  NOT_GRAPHQL: ({ status }) => ({
    title: 'That was not the gateway / Bukan jawaban gateway',
    advice: `HTTP ${status} without a GraphQL response. Perhaps a proxy in between answered.`,
  }),
  UNAUTHENTICATED: () => ({
    title: 'The token was not accepted / Token ditolak',
    advice: 'It may have expired. Fetch fresh tokens and run again, paste another one, or ask as the public.',
  }),
  FORBIDDEN: () => ({
    title: 'This role may not ask this / Peran ini tidak berhak',
    advice: 'Choose another role, or state a purpose: some fields are only shown for one.',
  }),
  LIMITED: ({ seconds }) => ({
    title: 'Too many questions / Terlalu banyak pertanyaan',
    advice: seconds === undefined ? 'Wait a little and run it again.' : `Wait ${seconds} s and run it again.`,
  }),
  INCOMPLETE: ({ subgraphs }) => ({
    title: 'Not everything is here / Jawaban tidak lengkap',
    advice: `No answer from: ${subgraphs.join(', ')}. What is empty there is missing, not zero; run it again later. / Isian kosong dari instansi itu belum terjawab, bukan nol.`,
  }),
};

interface Actions {
  /** Fetches fresh tokens from the gateway. */
  readonly onRenew: () => void;
  readonly onDismiss: () => void;
}

export function Notice({ trouble, ...actions }: { trouble: Trouble | undefined } & Actions): ReactNode {
  // The region is always there: screen readers speak what changes inside it.
  return <div role="alert">{trouble !== undefined && <Strip trouble={trouble} {...actions} />}</div>;
}

function wordsOf(trouble: Trouble): Words {
  return WORDS[trouble.kind](trouble as never);
}

function Strip({ trouble, onRenew, onDismiss }: { trouble: Trouble } & Actions): ReactNode {
  const { title, advice } = wordsOf(trouble);
  return (
    <div className="notice">
      <strong>{title}</strong>
      <span>{advice}</span>
      {trouble.kind === 'UNAUTHENTICATED' && (
        <button type="button" className="primary" onClick={onRenew}>
          Fresh tokens / Perbarui
        </button>
      )}
      <button type="button" className="dismiss" onClick={onDismiss} aria-label="Dismiss / Tutup">
        ×
      </button>
    </div>
  );
}
