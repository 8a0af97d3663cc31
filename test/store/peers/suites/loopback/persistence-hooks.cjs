'use strict';
/** Calls the part of the suite that is a function of the data source. */
const from = process.getBuiltinModule('node:module').createRequire(`${process.env.PEERS_FOLDER}/package.json`);
const hooks = from('loopback-datasource-juggler/test/persistence-hooks.suite.js');
hooks(global.getDataSource(), from('should'), { replaceOrCreateReportsNewInstance: true });
