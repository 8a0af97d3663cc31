// Loaded before a program (`--import`): its wall clock is off by the milliseconds in the file CHAOS_CLOCK, from the moment they stand there.
// What measures durations (`performance.now`, timers) goes on, as on a machine whose clock is set.
import { readFileSync } from 'node:fs';

const file = process.env['CHAOS_CLOCK'];
const RealDate = Date;
let off = 0;
setInterval(() => {
  off = Number(readFileSync(file, 'utf8'));
}, 50).unref();

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + off] : given));
  }
  static now() {
    return RealDate.now() + off;
  }
};
