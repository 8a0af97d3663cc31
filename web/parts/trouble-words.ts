/** What went wrong with a question, in the reader's words, and what to do about it. */
import type { Trouble } from '../graph/ask.ts';
import type { Refusal } from '../graph/reply.ts';
import type { Say } from '../language/say.ts';

interface Words {
  readonly title: string;
  readonly advice: string;
}

/** @returns the title and the advice for a trouble, in the language of `say` */
export function troubleWords(trouble: Trouble | Refusal, say: Say): Words {
  switch (trouble.kind) {
    case 'BAD_HEADER':
      return { title: say('trouble.badHeader.title'), advice: say('trouble.badHeader.advice') };
    case 'UNREACHABLE':
      return { title: say('trouble.unreachable.title'), advice: say('trouble.unreachable.advice') };
    case 'NOT_GRAPHQL':
      return {
        title: say('trouble.notGraphql.title'),
        advice: say('trouble.notGraphql.advice', { status: trouble.status }),
      };
    case 'UNAUTHENTICATED':
      return { title: say('trouble.unauthenticated.title'), advice: say('trouble.unauthenticated.advice') };
    case 'FORBIDDEN':
      return { title: say('trouble.forbidden.title'), advice: say('trouble.forbidden.advice') };
    case 'EXPLAIN_REFUSED':
      return { title: say('trouble.explainRefused.title'), advice: say('trouble.explainRefused.advice') };
    case 'LIMITED':
      return { title: say('trouble.limited.title'), advice: waitWords(trouble.seconds, say) };
    case 'INCOMPLETE': {
      const subgraphs = trouble.subgraphs.join(', ');
      return { title: say('trouble.incomplete.title'), advice: say('trouble.incomplete.advice', { subgraphs }) };
    }
    case 'REFUSED': {
      const { code, message } = trouble;
      return { title: say('trouble.refused.title'), advice: say('trouble.refused.advice', { code, message }) };
    }
  }
}

const waitWords = (seconds: number | undefined, say: Say): string =>
  seconds === undefined ? say('trouble.limited.advice') : say('trouble.limited.adviceSeconds', { seconds });
