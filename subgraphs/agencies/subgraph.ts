/** The `agencies` subgraph, owned by the city's walidata. */
import { ensureIndexes } from '../data/database.ts';
import type { Subgraph } from '../subgraph.ts';
import { agencyLoaders } from './loaders.ts';
import { agencyModels } from './models.ts';
import type { AgenciesContext } from './context.ts';
import { questionChanges } from './questions/question-changes.ts';
import { agenciesResolvers } from './resolvers.ts';

/** The subgraph `agencies` at port 4002: reference data, of which nothing is counted, and saved questions. */
export const agencies: Subgraph = {
  name: 'agencies',
  port: 4002,
  async open({ connection, now }) {
    const models = agencyModels(connection);
    await ensureIndexes(connection, Object.values(models));
    return {
      resolvers: agenciesResolvers(models),
      context: (_headers, caller): AgenciesContext => ({
        load: agencyLoaders(models, caller),
        caller,
        changes: questionChanges({ questions: models.SavedQuestion, caller, now }),
      }),
    };
  },
};
