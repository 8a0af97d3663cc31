/**
 * An object for members whose names come from outside: it has no prototype that `__proto__` could change or `constructor` be found on.
 * V8 keeps what `Object.create(null)` makes as a dictionary, which is filled, walked and written as JSON at two to three times the price;
 * behind a prototype that is itself empty it is an object like any other.
 */
export const NullPrototypeObject = function NullPrototypeObject() {} as unknown as new () => Record<string, unknown>;
NullPrototypeObject.prototype = Object.freeze(Object.create(null));
