/** A variant of a supergraph under a contract, as a registry or `sigap compose --contracts` makes it. */
export interface ContractText {
  /** Name of the contract: `public`. */
  readonly name: string;
  readonly sdl: string;
}

/** How a variant begins: the contract, and the SHA-256 of the supergraph that it is of. The signature is over this line too. */
const HEAD = /^# variant ([a-z][a-z0-9-]*) of ([0-9a-f]{64})\n/;

/** Whether a text is the variant of exactly this supergraph: one of another could show what this one hides. @param id SHA-256 of the supergraph */
export function isVariantOf({ name, sdl }: ContractText, id: string): boolean {
  const [, contract, of] = HEAD.exec(sdl) ?? [];
  return contract === name && of === id;
}
