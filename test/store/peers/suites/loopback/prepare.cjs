'use strict';
/** The suite of loopback-datasource-juggler asks for its data source by globals, which each connector gives it. */
const from = process.getBuiltinModule('node:module').createRequire(`${process.env.PEERS_FOLDER}/package.json`);
const { DataSource } = from('loopback-datasource-juggler');
const connector = from('loopback-connector-mongodb');

global.getDataSource = global.getSchema = (config, Class = DataSource) =>
  new Class(connector, { url: process.env.PEERS_URI, database: 'juggler', ...config });
global.connectorCapabilities = { ilike: false, nilike: false, nestedProperty: true };
