/** A question built by clicks: the explorer plugin, which writes into the editor what is ticked. */
import type { ReactNode } from 'react';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import '@graphiql/plugin-explorer/style.css';
import { useSay } from '../language/language.tsx';
import './build-panel.css';

const { content: Explorer } = explorerPlugin({ showAttribution: false });

export default function BuildPanel(): ReactNode {
  const say = useSay();
  return (
    <section className="build" aria-label={say('query.build')}>
      <h2>{say('query.build')}</h2>
      <p className="hint">{say('query.build.says')}</p>
      <Explorer />
    </section>
  );
}
