/**
 * Stands for the file of `write-excel-file` that compresses (vite.config.ts puts it there). The library's own makes a worker of a blob for
 * every file above 160 kB, which the page's policy forbids; it then waits for ever. A hundred thousand rows take about a second here.
 */
import { zipSync, type Zippable } from 'fflate';

/** @param files by name @returns the archive */
export default async function zipToArrayBuffer(files: Zippable): Promise<ArrayBufferLike> {
  return zipSync(files).buffer;
}
