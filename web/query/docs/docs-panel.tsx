/** The docs of the schema: a search in names and in the descriptions of both languages, and GraphiQL's own explorer, which a result opens. */
import { useDeferredValue, useId, useMemo, useState, type ReactNode } from 'react';
import { DocExplorer, useDocExplorerActions } from '@graphiql/plugin-doc-explorer';
import { useGraphiQL } from '@graphiql/react';
import { isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { partIn } from '../../language/bilingual.ts';
import { useLanguage, useSay } from '../../language/language.tsx';
import { LANGUAGES } from '../../language/languages.ts';
import { hasWords } from '../../parts/sought-words.ts';
import { useEditing } from '../editing.ts';
import { docEntries, type DocEntry } from './doc-entries.ts';
import { searchDocs } from './search-docs.ts';
import './docs-panel.css';

/** Results shown at most: more than these nobody reads, and another word makes them fewer. */
const MOST = 60;

export function DocsPanel(): ReactNode {
  const say = useSay();
  const { introspection } = useEditing();
  const [typed, setTyped] = useState('');
  const sought = useDeferredValue(typed.trim());
  const entries = useMemo(() => (introspection === undefined ? [] : docEntries(introspection)), [introspection]);
  const found = useMemo(() => searchDocs(entries, sought), [entries, sought]);
  const hint = useId();
  return (
    <div className="docs">
      <input
        type="search"
        // GraphiQL's keys for its own search (Ctrl-Alt-K) click what has this class.
        className="graphiql-doc-explorer-search-input"
        onClick={({ currentTarget }) => currentTarget.focus()}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        placeholder={say('query.docs.find')}
        aria-label={say('query.docs.find')}
        aria-describedby={hint}
      />
      <p id={hint} className="hint" role="status">
        {sought === '' ? say('query.docs.says') : say('query.docs.found', { found: found.length, of: entries.length })}
      </p>
      {found.length > 0 && <Results found={found.slice(0, MOST)} sought={sought} />}
      <DocExplorer />
    </div>
  );
}

function Results({ found, sought }: { found: readonly DocEntry[]; sought: string }): ReactNode {
  const say = useSay();
  const open = useOpenDoc();
  return (
    <ul className="docs-found" aria-label={say('query.docs.results')}>
      {found.map((entry) => (
        <li key={entry.title}>
          <button type="button" onClick={() => open(entry)}>
            <code>{entry.title}</code>
            <Said entry={entry} sought={sought} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What is said of it in the reader's language; where the words stand in the other alone, that too. */
function Said({ entry: { title, description }, sought }: { entry: DocEntry; sought: string }): ReactNode {
  const { language } = useLanguage();
  const own = partIn(description, language);
  const other = LANGUAGES.find((each) => each !== language)!;
  const foreign = partIn(description, other);
  const only = foreign !== own && !hasWords(`${title} ${own}`, sought) && hasWords(`${title} ${foreign}`, sought);
  return (
    <>
      {own !== '' && <span>{own}</span>}
      {only && <span lang={other}>{foreign}</span>}
    </>
  );
}

/** Leads the explorer to an entry; what GraphiQL has no page for, such as an argument, to the page it stands on. */
function useOpenDoc(): (entry: DocEntry) => void {
  const { reset, push } = useDocExplorerActions();
  const schema = useGraphiQL((state) => state.schema);
  return ({ type, field }) => {
    const definition = schema?.getType(type);
    if (schema == null || definition == null) return;
    reset();
    push({ name: type, def: definition });
    const inner = field === undefined ? undefined : fieldOf(schema, type, field);
    if (inner !== undefined) push({ name: inner.name, def: inner });
  };
}

function fieldOf(schema: GraphQLSchema, type: string, field: string) {
  const definition = schema.getType(type);
  const has = isObjectType(definition) || isInterfaceType(definition) || isInputObjectType(definition);
  return has ? definition.getFields()[field] : undefined;
}
