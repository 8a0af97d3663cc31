/** The CPU that one turn of the main loop takes: unlike the clock it stands still while other programs run. */

export interface LongestTurn<Result> {
  readonly result: Result;
  /** CPU time of this thread in the longest turn of the loop while the work was under way, ms. */
  readonly longest: number;
}

export async function longestTurn<Result>(work: () => Promise<Result>): Promise<LongestTurn<Result>> {
  let longest = 0;
  let running = true;
  let before = cpu();
  const turn = (): void => {
    const now = cpu();
    longest = Math.max(longest, now - before);
    before = now;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  try {
    const result = await work();
    // The turn that the work ended in is one too.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    return { result, longest };
  } finally {
    running = false;
  }
}

function cpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
