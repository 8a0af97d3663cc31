/** The same attacks, where each must also leave the main loop free: `LONGEST` of `hostile-process.ts`. */
import './hostile-catalogue.test.ts';
