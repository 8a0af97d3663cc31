/**
 * How our programs run: `node --import ./base/runtime.ts`. Compiled code is kept beside the packages, for threads and child processes
 * too, which halves a start and saves it 20 MB; where the folder cannot be written it only takes longer.
 */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const folder = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));
enableCompileCache(folder);
// eslint-disable-next-line no-restricted-properties -- no option of ours: Node hands it on to its threads and children
process.env['NODE_COMPILE_CACHE'] ??= folder;
// By then everything has been loaded; not at the end, which may be a kill.
setTimeout(flushCompileCache, 5_000).unref();

// V8 lets a heap of 50 MB grow to 200 before it looks what can go; at twice its size a gateway under load holds 100 MB less.
setFlagsFromString('--heap-growing-percent=100');
