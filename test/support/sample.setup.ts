/** Makes the sample data once, before the first of the tests in a browser that start the whole product: each of them starts on a copy. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { hasBrowser } from './browser.ts';
import { startProduct } from './product.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder of `npm start`, filled and stopped. */
    readonly sampleFolder: string;
  }
}

export default async function makeSample(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'sample-'));
  project.provide('sampleFolder', folder);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  if (!hasBrowser()) return remove;
  try {
    await (await startProduct(folder)).stop();
  } catch (thrown) {
    remove();
    throw thrown;
  }
  return remove;
}
