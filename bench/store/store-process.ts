/** A store in a process of its own, which tells its parent what it uses: `store-process.ts FOLDER`. */
import { logOf } from '../../base/log.ts';
import { startStore } from '../../store/serve.ts';
import { tellParent } from '../gateway/measured-child.ts';

const store = await startStore({ folder: process.argv[2]!, port: 0, log: logOf('store', 'error') });
tellParent(store.port);
