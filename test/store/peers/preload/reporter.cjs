'use strict';
/** Reporter of mocha, of any version: a line of JSON a test in the file PEERS_REPORT, at once, so that a process that dies leaves what it did. */
const { appendFileSync } = process.getBuiltinModule('node:fs');

const put = (line) => appendFileSync(process.env.PEERS_REPORT, JSON.stringify(line) + '\n');

function nameOf(test) {
  const titles = [];
  for (let at = test; at; at = at.parent) if (at.title) titles.unshift(at.title);
  return titles.join(' > ');
}

module.exports = class {
  constructor(runner) {
    runner.on('pass', (test) => put({ test: nameOf(test), outcome: 'passed' }));
    runner.on('pending', (test) => put({ test: nameOf(test), outcome: 'skipped' }));
    runner.on('fail', (test, error) =>
      put({ test: nameOf(test), outcome: 'failed', error: String(error && error.message) }),
    );
  }
};
