/** The panels beside the editor, as GraphiQL's plugins. Their titles are in the reader's language, so each language has plugins of its own. */
import { lazy, Suspense, useMemo, useState, type ComponentType, type ReactNode } from 'react';
import { DocsIcon, HistoryIcon, type GraphiQLPlugin } from '@graphiql/react';
import { useSay } from '../language/language.tsx';
import type { MessageKey } from '../language/en.ts';
import { Waiting } from '../parts/states.tsx';
import { DocsPanel } from './docs/docs-panel.tsx';
import { useEditing } from './editing.ts';
import { HistoryPanel } from './history/history-panel.tsx';
import { BuildIcon, QuestionIcon, VariablesIcon } from './icons.tsx';
import { QuestionList } from './question-list.tsx';
import { SavedQuestions } from './saved-questions.tsx';
import { VariablesPanel } from './variables/variables-panel.tsx';

const BuildPanel = lazy(() => import('./build-panel.tsx'));

const PANELS = {
  questions: { title: 'query.questions', icon: QuestionIcon, content: Questions },
  build: { title: 'query.build', icon: BuildIcon, content: Build },
  variables: { title: 'query.variables', icon: VariablesIcon, content: VariablesPanel },
  history: { title: 'query.history', icon: HistoryIcon, content: HistoryPanel },
  docs: { title: 'query.docs', icon: DocsIcon, content: DocsPanel },
} as const satisfies Record<string, { title: MessageKey; icon: ComponentType; content: ComponentType }>;

type Name = keyof typeof PANELS;
const NAMES = Object.keys(PANELS) as readonly Name[];

interface Panels {
  readonly plugins: GraphiQLPlugin[];
  /** Where a type that is followed from the editor is shown. */
  readonly reference: GraphiQLPlugin;
  readonly visible: GraphiQLPlugin | undefined;
  readonly onToggle: (plugin: GraphiQLPlugin | null) => void;
}

/**
 * @param before the title of the panel that was open when the reader was here before, as GraphiQL keeps it
 * @returns the same objects until the language changes: GraphiQL compares them by identity
 */
export function usePanels(before: string | null): Panels {
  const say = useSay();
  const [open, setOpen] = useState<Name | undefined>(
    () => NAMES.find((name) => say(PANELS[name].title) === before) ?? 'questions',
  );
  const made = useMemo(() => {
    const plugin = (name: Name): GraphiQLPlugin => ({ ...PANELS[name], title: say(PANELS[name].title) });
    return new Map(NAMES.map((name) => [name, plugin(name)]));
  }, [say]);
  const plugins = useMemo(() => NAMES.flatMap((name) => (name === 'docs' ? [] : [made.get(name)!])), [made]);
  return {
    plugins,
    reference: made.get('docs')!,
    visible: open && made.get(open),
    // GraphiQL keeps the function it is given first, which may know a plugin of another language by its content alone.
    onToggle: (plugin) => setOpen(NAMES.find((name) => PANELS[name].content === plugin?.content)),
  };
}

function Questions(): ReactNode {
  return (
    <>
      <QuestionList questions={useEditing().questions} />
      <SavedQuestions />
    </>
  );
}

/** Its library is large, and comes when it is first opened. */
function Build(): ReactNode {
  return (
    <Suspense fallback={<Waiting />}>
      <BuildPanel />
    </Suspense>
  );
}
