/** How many bytes sorts, groups, joins and facets keep of the documents that they were given, while their results are being read. */
export class Kept {
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** @returns what one of them tells how much it keeps now */
  part(): (bytes: number) => void {
    let own = 0;
    return (bytes) => {
      this.#bytes += bytes - own;
      own = bytes;
    };
  }
}
