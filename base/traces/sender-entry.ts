/** What runs in the thread of sender-thread.ts: a sender for each program and receiver. */
import { parentPort } from 'node:worker_threads';
import { OtlpSender } from './otlp-sender.ts';
import type { BatchOutcome, SpanBatch } from './sender-thread.ts';

const port = parentPort!;
const senders = new Map<string, OtlpSender>();

port.on('message', ({ id, options, spans }: SpanBatch) => {
  const key = JSON.stringify(options);
  let sender = senders.get(key);
  if (sender === undefined) senders.set(key, (sender = new OtlpSender(options)));
  void sender.send(spans).then((refused) => port.postMessage({ id, refused } satisfies BatchOutcome));
});
