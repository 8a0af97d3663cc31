/** Logs at debug which requests were refused after authentication: the code and the request's id, never its content. */
import type { Log } from '../../base/log.ts';
import type { GraphqlHandler, GraphqlReply } from './graphql-request.ts';

/** @returns the handler with logging; the handler itself where the log is not at debug */
export function logRefusals(handler: GraphqlHandler, log: Pick<Log, 'debug' | 'isLevelEnabled'>): GraphqlHandler {
  if (!log.isLevelEnabled('debug')) return handler;
  return async (request) => {
    const reply = await handler(request);
    if (reply.status >= 400)
      log.debug({ requestId: request.requestId, status: reply.status, code: codeOf(reply) }, 'request refused');
    return reply;
  };
}

/** The code of the first error. Messages may hold what the caller sent, so they are left out. */
function codeOf({ body }: GraphqlReply): string | undefined {
  try {
    return (JSON.parse(body.toString()) as { errors?: { extensions?: { code?: string } }[] }).errors?.[0]?.extensions
      ?.code;
  } catch {
    return undefined;
  }
}
