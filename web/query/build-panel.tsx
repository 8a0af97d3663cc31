/** A question built by clicks: the explorer plugin, which writes into the editor what is ticked. */
import { useMemo, type ReactNode } from 'react';
import type { GraphQLArgument, GraphQLInputType } from 'graphql';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import '@graphiql/plugin-explorer/style.css';
import { useLanguage, useSay } from '../language/language.tsx';
import { sampleValue } from './sample-value.ts';
import './build-panel.css';

export default function BuildPanel(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const Explorer = useMemo(
    () =>
      explorerPlugin({
        showAttribution: false,
        // Its own would write "", which the graph refuses.
        getDefaultScalarArgValue: (_field: unknown, argument: GraphQLArgument, type: GraphQLInputType) =>
          sampleValue(argument, type, language),
      }).content,
    [language],
  );
  return (
    <section className="build" aria-label={say('query.build')}>
      <h2>{say('query.build')}</h2>
      <p className="hint">{say('query.build.says')}</p>
      <Explorer />
    </section>
  );
}
