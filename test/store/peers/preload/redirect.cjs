'use strict';
/** Leads connections to port 27017, which suites name in their text, to the server at PEERS_HOST and PEERS_PORT. */
const { Socket } = process.getBuiltinModule('node:net');

const { connect } = Socket.prototype;
Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  if (options !== null && typeof options === 'object' && Number(options.port) === 27017) {
    options.port = Number(process.env.PEERS_PORT);
    options.host = process.env.PEERS_HOST;
  }
  return connect.apply(this, given);
};
