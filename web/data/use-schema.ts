/** The schema as the caller sees it, asked for once, for headings of a question's columns. */
import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { useMemo } from 'react';
import { useReply } from '../session/use-reply.ts';

const ASKED = { query: getIntrospectionQuery({ specifiedByUrl: false, directiveIsRepeatable: false }) };

/** @returns undefined until it has come, and where the gateway does not tell it */
export function useSchema(): GraphQLSchema | undefined {
  const { reply } = useReply<IntrospectionQuery>(ASKED);
  const data = reply?.kind === 'COMPLETE' ? reply.data : undefined;
  return useMemo(() => (data === undefined ? undefined : buildClientSchema(data)), [data]);
}
