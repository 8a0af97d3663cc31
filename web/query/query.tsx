/** The view Query: GraphiQL, for those who write GraphQL themselves. */
import type { ReactNode } from 'react';
import { useSession } from '../session/session.tsx';
import { useScheme } from '../parts/scheme.tsx';
import Workbench from './workbench.tsx';

export default function Query(): ReactNode {
  const { config, access, tell } = useSession();
  const { scheme } = useScheme();
  return config === undefined ? null : <Workbench config={config} access={access} scheme={scheme} onTrouble={tell} />;
}
