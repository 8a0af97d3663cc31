/** What a measured gateway sends its parent: its port once, and on request its CPU time and memory. */
export interface Usage {
  /** CPU time since the process began, in µs. */
  readonly cpu: number;
  /** The part of it that the kernel did not use. */
  readonly user: number;
  /** The most memory the process ever held, in bytes. */
  readonly peakMemory: number;
}

/** Sends the port, and answers requests for usage. */
export function tellParent(port: number): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send!({ cpu: user + system, user, peakMemory: process.resourceUsage().maxRSS * 1024 } satisfies Usage);
  });
  process.on('disconnect', () => process.exit());
  process.send!({ port });
}
