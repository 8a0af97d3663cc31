/** A variant of a supergraph under a contract, as a registry or `sigap compose --contracts` makes it. */
export interface ContractText {
  /** Name of the contract: `public`. */
  readonly name: string;
  readonly sdl: string;
}
