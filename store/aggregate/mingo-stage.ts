/** Stages that mingo computes over all documents at once. Values that it would not order or compute as MongoDB does are refused (plain.ts). */
import { Worker } from 'node:worker_threads';
import { storeFault } from '../errors.ts';
import { reasonOf } from '../../base/errors.ts';
import { MEMORY_LIMIT } from '../query/sorter.ts';
import { decode } from '../value/decode.ts';
import { encode } from '../value/encode.ts';
import { toPlain } from './plain.ts';
import { inSlices } from './in-slices.ts';
import { runMingo, splitDocuments, type MingoAnswer, type MingoTask } from './mingo-run.ts';
import type { PipelineContext, StageMaker, Stream } from './stream.ts';

/** So few documents are done here before a thread would have begun, even where the stage compares each pair of them. */
const MOST_HERE = 100;
/** How often a waiting aggregate checks its time limit, in milliseconds. */
const CHECK_EVERY = 100;

/** Makes the stages of a name. @throws StoreError BadValue, QueryExceededMemoryLimitNoDiskUseAllowed */
export function mingoStage(name: string): StageMaker {
  return (argument, context) => {
    toPlain(argument);
    const stage = encode(new Map([['stage', new Map([[name, argument]])]]));
    return function* (input): Stream {
      const documents: Buffer[] = [];
      let size = 0;
      for (const document of input) {
        if (document === undefined) {
          yield undefined;
          continue;
        }
        const bytes = encode(document);
        documents.push(bytes);
        size += bytes.length;
        if (size > MEMORY_LIMIT)
          throw storeFault(
            'QueryExceededMemoryLimitNoDiskUseAllowed',
            `${name} exceeded its memory limit of ${MEMORY_LIMIT} bytes`,
          );
      }
      const task = { stage, documents: Buffer.concat(documents) };
      const answer = documents.length > MOST_HERE ? yield* inThread(task, context) : runMingo(task);
      if ('reason' in answer) throw storeFault('BadValue', `${name}: ${answer.reason}`);
      yield* inSlices(splitDocuments(answer.documents), decode);
    };
  };
}

/** Mingo works in one go, for seconds on a large input, so it works in a thread of its own. The thread ends with the aggregate. */
function* inThread(task: MingoTask, { waitFor }: PipelineContext): Generator<undefined, MingoAnswer> {
  const worker = new Worker(new URL('./mingo-entry.ts', import.meta.url), {
    workerData: task,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  let answer: MingoAnswer | undefined;
  const answered = new Promise<void>((resolve) => {
    worker.once('message', (message: MingoAnswer) => {
      answer = message;
    });
    worker.once('error', (thrown) => {
      answer = { reason: reasonOf(thrown) };
    });
    worker.once('exit', () => resolve());
  });
  try {
    while (answer === undefined) {
      waitFor(
        Promise.race([
          answered,
          new Promise<void>((resolve) => {
            setTimeout(resolve, CHECK_EVERY).unref();
          }),
        ]),
      );
      yield undefined;
    }
    return answer;
  } finally {
    void worker.terminate();
  }
}
