/**
 * For a command that prints: a reader such as `head` may close the pipe early, which is no failure. What the command does is done to its end, and what it
 * would still have printed is left out.
 */
export function ignoreClosedPipe(): void {
  process.stdout.on('error', (thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== 'EPIPE') throw thrown;
  });
}
