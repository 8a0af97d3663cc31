/** The `audit` subgraph, owned by the city's Inspectorate: who has read whose data. */
import type { Subgraph } from '../subgraph.ts';
import { entriesOf } from './models.ts';
import { auditResolvers, type AuditContext } from './resolvers.ts';

export const audit: Subgraph = {
  name: 'audit',
  port: 4005,
  open({ connection }) {
    const context = (_headers: unknown, { scopes }: AuditContext): AuditContext => ({ scopes });
    return Promise.resolve({ resolvers: auditResolvers(entriesOf(connection)), context });
  },
};
