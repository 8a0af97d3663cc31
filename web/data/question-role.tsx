/** Whom a ready question is for, where not everybody is answered it in full. */
import type { ReactNode } from 'react';
import { roleOf } from '../graph/question.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import type { Question } from '../session/config.ts';
import { roleTitle } from '../session/titles.ts';
import { useSession } from '../session/session.tsx';

const EVERYBODY = 'public';

export function QuestionRole({ question }: { question: Question }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { config } = useSession();
  const name = roleOf(question);
  if (name === undefined || name === EVERYBODY) return null;
  const [, agency] = name.split('@');
  const untold = { name, title: agency === undefined ? name : `${name} (${agency})` };
  const role = config?.roles.find((each) => each.name === name) ?? untold;
  return <span className="for-role">{say('question.role', { role: roleTitle(role, { say, language }) })}</span>;
}
