/** The view Overview: the programme's figures. */
import type { ReactNode } from 'react';
import { useSay } from '../language/language.tsx';

export default function Overview(): ReactNode {
  const say = useSay();
  return <h1>{say('overview.title')}</h1>;
}
