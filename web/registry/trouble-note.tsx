/** Why the registry gave no answer, in the reader's words; what it said itself is English. */
import type { ReactNode } from 'react';
import type { Trouble } from './ask-registry.ts';
import { useWords } from './words.tsx';

export function TroubleWords({ trouble, url }: { trouble: Trouble; url: string }): ReactNode {
  const words = useWords();
  if (trouble.kind === 'UNREACHABLE') return words('trouble.unreachable', { url, origin: location.origin });
  if (trouble.kind === 'BROKEN') return words('trouble.broken');
  return (
    <>
      {words(trouble.status === 403 ? 'trouble.forbidden' : 'trouble.refused')}{' '}
      <span lang="en">
        {trouble.message} ({trouble.code})
      </span>
    </>
  );
}

export function TroubleNote(props: { trouble: Trouble; url: string }): ReactNode {
  return (
    <p className="registry-problem">
      <TroubleWords {...props} />
    </p>
  );
}
