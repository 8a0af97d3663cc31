/**
 * `npm run store`. The program is in command.ts; it is compiled once and kept beside the packages, because compiling took most of a start.
 * Where the folder cannot be written the start only takes longer.
 */
import { enableCompileCache, flushCompileCache } from 'node:module';

enableCompileCache(new URL('../node_modules/.cache/compiled', import.meta.url).pathname);
await import('./command.ts');
// Now, not at the end: the end may be a kill.
setImmediate(flushCompileCache);
