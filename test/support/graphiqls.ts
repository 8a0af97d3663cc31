/** GraphiQL's own parts, which are not the page's to mend: its bar of buttons, tabs, editors, browser of docs, and the tree of the explorer plugin. */
export const GRAPHIQLS = [
  '.graphiql-sidebar',
  '.graphiql-session-header',
  '.graphiql-editors',
  '.graphiql-horizontal-drag-bar',
  '.graphiql-doc-explorer',
  '.graphiql-explorer-root',
  '.graphiql-response .monaco-editor',
];
