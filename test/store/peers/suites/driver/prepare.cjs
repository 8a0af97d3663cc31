'use strict';
/**
 * Before each file the driver's suite drops the users of a database, which the store has none of and refuses; without this no test would run.
 * Its leak checkers let a failure fail what follows it, in ways that differ from run to run; they judge the driver, not the server.
 */
const { createRequire, Module } = process.getBuiltinModule('node:module');

const folder = process.env.PEERS_FOLDER;
const from = createRequire(`${folder}/package.json`);
for (const name of ['session_leak_checker', 'client_leak_checker']) {
  const path = `${folder}/test/tools/runner/plugins/${name}.js`;
  from.cache[path] = Object.assign(new Module(path), { filename: path, loaded: true });
}

const Db = from('./lib/db.js');
const { command } = Db.prototype;
Db.prototype.command = function (what, ...rest) {
  if (what.dropAllUsersFromDatabase === undefined) return command.call(this, what, ...rest);
  const callback = rest.at(-1);
  return typeof callback === 'function'
    ? setImmediate(callback, null, { ok: 1, n: 0 })
    : Promise.resolve({ ok: 1, n: 0 });
};
