/**
 * Code generated from an operation. Values from outside enter as constants or through `JSON.stringify`, never as source, so that no name
 * can become code.
 */
export class SourceCode {
  readonly #lines: string[] = [];
  readonly #constants: unknown[] = [];
  readonly #names = new Map<unknown, string>();
  #functions = 0;
  #places = 0;

  /** The name under which the code refers to a value outside of it. The same value gets the same name. */
  constant(value: unknown): string {
    let name = this.#names.get(value);
    if (name === undefined) {
      name = `k${this.#constants.length}`;
      this.#constants.push(value);
      this.#names.set(value, name);
    }
    return name;
  }

  /** A function's name before its body is known, so that functions can call each other. */
  newName(): string {
    return `f${this.#functions++}`;
  }

  /** A new index of an array that the code's caller passes to it. */
  newPlace(): number {
    return this.#places++;
  }

  /** Adds a function. */
  define(name: string, parameters: string, body: string): void {
    this.#lines.push(`function ${name}(${parameters}) {\n${body}\n}`);
  }

  /** Adds a line on its own. */
  add(line: string): void {
    this.#lines.push(line);
  }

  /** Compiles the code. @param names the functions to return, in order */
  build(names: readonly string[]): unknown[] {
    const parameters = this.#constants.map((_, index) => `k${index}`);
    const text = `"use strict";\n${this.#lines.join('\n')}\nreturn [${names.join(', ')}];`;
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- generated here, from no text of outside
    return new Function(...parameters, text)(...this.#constants) as unknown[];
  }
}
