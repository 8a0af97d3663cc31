/**
 * Code written from an operation. What comes from outside goes in as a constant or through `JSON.stringify`, never as
 * source, so no name can become code.
 */
export class SourceCode {
  readonly #lines: string[] = [];
  readonly #constants: unknown[] = [];
  readonly #names = new Map<unknown, string>();
  #functions = 0;
  #places = 0;

  /** A name for a value that lives outside the code. The same value has the same name. */
  constant(value: unknown): string {
    let name = this.#names.get(value);
    if (name === undefined) {
      name = `k${this.#constants.length}`;
      this.#constants.push(value);
      this.#names.set(value, name);
    }
    return name;
  }

  /** A function's name before its body is known, so that it may call itself through others. */
  newName(): string {
    return `f${this.#functions++}`;
  }

  /** An index of an array that the code's caller hands to it. */
  newPlace(): number {
    return this.#places++;
  }

  define(name: string, parameters: string, body: string): void {
    this.#lines.push(`function ${name}(${parameters}) {\n${body}\n}`);
  }

  add(line: string): void {
    this.#lines.push(line);
  }

  /** Runs the code. @param names the functions to hand out, in order */
  build(names: readonly string[]): unknown[] {
    const parameters = this.#constants.map((_, index) => `k${index}`);
    const text = `"use strict";\n${this.#lines.join('\n')}\nreturn [${names.join(', ')}];`;
    return new Function(...parameters, text)(...this.#constants) as unknown[];
  }
}
