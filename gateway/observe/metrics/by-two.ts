/** What belongs to two keys, made once. The labels of a series joined to one text would be hashed anew with every request. */
export class ByTwo<One, Other, Value> {
  readonly #make: (one: One, other: Other) => Value;
  readonly #made = new Map<One, Map<Other, Value>>();

  /** @param make called once for each pair; how many pairs there are is bounded by whoever asks */
  constructor(make: (one: One, other: Other) => Value) {
    this.#make = make;
  }

  of(one: One, other: Other): Value {
    let row = this.#made.get(one);
    if (row === undefined) this.#made.set(one, (row = new Map<Other, Value>()));
    let value = row.get(other);
    if (value === undefined) row.set(other, (value = this.#make(one, other)));
    return value;
  }
}
