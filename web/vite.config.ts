import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fontsAsFiles, gzipped } from './lean-output.ts';
import { proxyTo } from './proxy-to.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  // Relative, so that a gateway behind a path prefix can serve the same files.
  base: './',
  plugins: [react(), fontsAsFiles(), gzipped()],
  // Said only when something is wrong: the build runs inside `npm ci`.
  logLevel: 'warn',
  // Two copies of graphql-js do not know each other's types.
  resolve: {
    dedupe: ['graphql', 'react', 'react-dom'],
    alias: [{ find: /^.*\/zip\/zipToArrayBuffer\.js$/, replacement: here('export/zip-here.ts') }],
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    reportCompressedSize: false,
    // The editor is 2.8 MB in one piece, and comes after the page.
    chunkSizeWarningLimit: 4096,
    // GraphiQL's files open with a word to React's compiler, which means nothing to the bundler.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  // `npm run dev`, or `npx vite web` in front of a gateway that runs, serves the explorer while it is worked on.
  server: { proxy: proxyTo('http://127.0.0.1:4000') },
});
