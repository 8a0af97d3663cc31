/** The servers the suite runs on: the embedded store, and the MongoDB at MONGODB_URI when there is one. */
import { MongoClient } from 'mongodb';
import { openTestStore } from '../../support/test-store.ts';

export const servers: readonly string[] = ['embedded', ...(process.env.MONGODB_URI === undefined ? [] : ['mongodb'])];

export interface Connected {
  readonly client: MongoClient;
  close(): Promise<void>;
}

export async function connectTo(server: string): Promise<Connected> {
  if (server === 'embedded') return openTestStore();
  const client = await new MongoClient(process.env.MONGODB_URI!).connect();
  return { client, close: () => client.close() };
}
