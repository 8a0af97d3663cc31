/** A variant of a supergraph under a contract, between who makes it (the registry, `sigap compose --contracts`) and the gateway that serves it. */
import { extname } from 'node:path';

/** How a variant begins: the contract, and the SHA-256 of the supergraph that it is of. A signature is over this line too. */
export const variantHead = (contract: string, supergraph: string): string => `# variant ${contract} of ${supergraph}\n`;

const HEAD = /^# variant ([a-z][a-z0-9-]*) of ([0-9a-f]{64})\n/;

/** Whether a text is the variant of exactly this supergraph: one of another could show what this one hides. @param id SHA-256 of the supergraph */
export function isVariantOf({ name, sdl }: { readonly name: string; readonly sdl: string }, id: string): boolean {
  const [, contract, of] = HEAD.exec(sdl) ?? [];
  return contract === name && of === id;
}

/** @returns the file of a variant, which stands beside that of its supergraph: the contract's name comes before the ending */
export function variantFile(supergraph: string, contract: string): string {
  const end = extname(supergraph);
  return `${supergraph.slice(0, supergraph.length - end.length)}.${contract}${end}`;
}
