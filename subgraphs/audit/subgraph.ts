/** The `audit` subgraph, owned by the city's Inspectorate: who has read whose data. */
import type { Subgraph } from '../subgraph.ts';
import { entriesOf } from './models.ts';
import type { AuditContext } from './context.ts';
import { auditResolvers } from './resolvers.ts';

/** The subgraph `audit` at port 4005: it reads the database `sigap_audit`, which the gateway writes. */
export const audit: Subgraph = {
  name: 'audit',
  port: 4005,
  open({ connection, now }) {
    const context = (_headers: unknown, { scopes }: AuditContext): AuditContext => ({ scopes });
    return Promise.resolve({ resolvers: auditResolvers(entriesOf(connection), now), context });
  },
};
