/** Takes spans by OTLP over HTTP and keeps none, as a collector beside the gateway would. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tellParent } from './measured-child.ts';

const server = createServer((request, response) => {
  request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
});
server.listen(0, '127.0.0.1', () => tellParent((server.address() as AddressInfo).port));
