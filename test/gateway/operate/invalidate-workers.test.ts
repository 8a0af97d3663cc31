import { expect, it } from 'vitest';
import {
  answerPrimary,
  OperatedWorkers,
  type OperateQuestion,
  type OperatedProcess,
} from '../../../gateway/operate/ask-workers.ts';

it('ends kept answers in every worker, and says what became of each', async () => {
  const asked: (readonly [number, readonly string[] | 'all'])[] = [];
  const worker = (pid: number) => ({
    pid,
    send: (question: OperateQuestion) => {
      const process = {
        invalidate: (tags: readonly string[] | 'all') => (asked.push([pid, tags]), Promise.resolve({ ended: pid })),
      } as unknown as OperatedProcess;
      void answerPrimary(process, question, (answer) => workers.answered(answer));
    },
  });
  const workers: OperatedWorkers = new OperatedWorkers({
    workers: () => [worker(1), worker(2)],
    readSource: () => Promise.resolve({ sdl: '' }),
    drain: () => {},
    metrics: () => Promise.resolve([]),
  });
  expect(await workers.invalidate(['live'])).toEqual({ processes: { 1: { ended: 1 }, 2: { ended: 2 } } });
  expect(await workers.invalidate('all')).toEqual({ processes: { 1: { ended: 1 }, 2: { ended: 2 } } });
  expect(asked).toEqual([
    [1, ['live']],
    [2, ['live']],
    [1, 'all'],
    [2, 'all'],
  ]);
});
