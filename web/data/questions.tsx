/** The shipped questions, each a link: those that the view can ask itself open as a choice, the others as they stand. */
import type { ReactNode } from 'react';
import { dataHref } from '../address/data-view.ts';
import { Link } from '../address/link.tsx';
import { useLanguage, useSay } from '../language/language.tsx';
import { useSession } from '../session/session.tsx';
import { QuestionRole } from './question-role.tsx';
import { questionWords } from './question-words.ts';
import { READY } from './ready.ts';

/** @param open whether the reader has chosen nothing yet */
export function Questions({ open, current }: { open: boolean; current: string | null }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { config } = useSession();
  const questions = config?.questions ?? [];
  if (questions.length === 0) return null;
  // Those that can be changed afterwards come first.
  const inOrder = questions.toSorted((left, right) => Number(right.name in READY) - Number(left.name in READY));
  return (
    <details className="questions" open={open}>
      <summary>{say('data.questions')}</summary>
      <ul>
        {inOrder.map((question) => (
          <li key={question.name}>
            <Link
              href={dataHref(READY[question.name] ?? { question: question.name })}
              aria-current={question.name === current ? 'page' : undefined}
              data-question={question.name}
            >
              {questionWords(question, language)} <QuestionRole question={question} />
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
