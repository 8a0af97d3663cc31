import { describe, expect, it } from 'vitest';
import { AskedQuestions } from '../../../web/query/asked.ts';

const answer = (id: number) => ({ data: { workers: { nodes: [{ id }] } } });
const asked = (query: string) => ({ query, variables: '' });

describe('the question of an answer', () => {
  it('is the one that was sent, whatever the editor holds by now', () => {
    const questions = new AskedQuestions();
    questions.note(answer(1), asked('{ one }'));
    questions.note(answer(2), asked('{ two }'));
    // As the editor keeps it: text, read again.
    expect(questions.of(JSON.parse(JSON.stringify(answer(1), null, 2)))).toEqual(asked('{ one }'));
    expect(questions.of(answer(2))).toEqual(asked('{ two }'));
    expect(questions.of(answer(3))).toBeUndefined();
  });

  it('is forgotten with the oldest answers', () => {
    const questions = new AskedQuestions();
    for (let id = 0; id < 40; id++) questions.note(answer(id), asked(`{ q${id} }`));
    expect([questions.of(answer(9)), questions.of(answer(10))]).toEqual([undefined, asked('{ q10 }')]);
  });
});
