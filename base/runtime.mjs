/**
 * How our programs run: `node --import ./base/runtime.mjs`. Compiled code is kept beside the packages, for threads and child processes too:
 * a start takes half the time and 30 MB less, since what strips the types of TypeScript is then not loaded at all. For that reason this
 * file is plain JavaScript. Where the folder cannot be written a start only takes longer.
 */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const folder = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));
enableCompileCache(folder);
// eslint-disable-next-line no-restricted-properties -- no option of ours: Node hands it on to its threads and children
process.env['NODE_COMPILE_CACHE'] ??= folder;
// Not at the end, which may be a kill: a store has everything by the first moment, a gateway by the second.
for (const moment of [1_000, 5_000]) setTimeout(flushCompileCache, moment).unref();

// V8 lets a heap of 50 MB grow to 200 before it looks what can go; a little less costs nothing that was measured and holds 40 MB less.
setFlagsFromString('--heap-growing-percent=200');
// V8 makes objects old from the start where, early on, most of one place's outlived a collection. Under load that is a matter of chance,
// and it is never taken back: an old object, though dead, keeps all that it points to until a full collection. In two of three processes
// under load every request was kept so, and each collection took five times as long.
setFlagsFromString('--no-allocation-site-pretenuring');
