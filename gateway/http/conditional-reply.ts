/**
 * ETag and `If-None-Match` (RFC 9110): who has an answer already is told that it still holds, without its bytes. A 304 is for GET and HEAD; a POST is
 * answered whole, with the ETag that a GET may then send.
 */
import { etagOf } from '../cache/kept-answer.ts';
import type { GraphqlReply, GraphqlRequest } from './graphql-request.ts';

/** What a 304 repeats of the answer's headers: those that a cache updates. Those of the connection and the origin are added as to any answer. */
const REPEATED = ['etag', 'cache-control', 'vary', 'age'];

/** @returns the reply with its ETag, or 304 without a body; what may not be kept as it is */
export function conditionalReply({ method, headers }: GraphqlRequest, reply: GraphqlReply): GraphqlReply {
  const isKept = reply.status === 200 && reply.headers['cache-control']?.startsWith('max-age=') === true;
  if (!isKept) return reply;
  const answer = withEtag(reply);
  if (method === 'POST' || !isKnown(headers['if-none-match'], answer.headers['etag']!)) return answer;
  const repeated = REPEATED.flatMap((name) =>
    answer.headers[name] === undefined ? [] : [[name, answer.headers[name]]],
  );
  return { status: 304, headers: Object.fromEntries(repeated) as Record<string, string>, body: '' };
}

function withEtag(reply: GraphqlReply): GraphqlReply {
  if (reply.headers['etag'] !== undefined) return reply;
  return { ...reply, headers: { ...reply.headers, etag: etagOf(reply.body) } };
}

/** Compared weakly: an answer that was compressed on its way is the same answer. @param wanted the value of `if-none-match` */
export function isKnown(wanted: string | undefined, etag: string): boolean {
  if (wanted === undefined) return false;
  if (wanted.trim() === '*') return true;
  return wanted.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}
