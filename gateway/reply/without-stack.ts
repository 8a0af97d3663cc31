/** Errors that are answers: where in this program they were made tells nobody anything, and finding it out costs more than all else about them. */
export function withoutStack<Made>(make: () => Made): Made {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
