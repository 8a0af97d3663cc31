/**
 * The editor's threads. GraphiQL brings the same in a file of its own, but what Vite's dev server bundles beforehand may not ask for
 * workers, so the questions stand here.
 */
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker';
import GraphqlWorker from 'monaco-graphql/esm/graphql.worker.js?worker';

Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker(_id: string, language: string): Worker {
      if (language === 'json') return new JsonWorker();
      return language === 'graphql' ? new GraphqlWorker() : new EditorWorker();
    },
  },
});
