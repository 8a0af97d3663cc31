/** What the panels beside the editor need of the page around it; they are GraphiQL's plugins, which take no properties. */
import { createContext, useContext } from 'react';
import type { IntrospectionQuery } from 'graphql';
import type { Current } from '../saved/use-current.ts';
import type { Question } from '../session/config.ts';
import type { AskedQuestions } from './asked.ts';
import type { History } from './history/history.ts';

/** `current` and `missing`: the saved question that the address names, asked for once for all that show it. */
export interface Editing extends Current {
  readonly questions: readonly Question[];
  /** The schema as the gateway told it, its descriptions in both languages; missing until it has come. */
  readonly introspection: IntrospectionQuery | undefined;
  readonly history: History;
  readonly asked: AskedQuestions;
}

export const EditingContext = createContext<Editing | undefined>(undefined);

/** @throws Error outside of the editor: its panels are always inside */
export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (editing === undefined) throw new Error('expected to be inside of the editor');
  return editing;
}
