/** Hands a file to the reader, as their browser saves files. */
export function download(name: string, content: Blob | string, type?: string): void {
  const blob =
    typeof content === 'string' ? new Blob([content], { type: type ?? 'text/plain;charset=utf-8' }) : content;
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // A browser that has not begun to save yet needs the address for a while.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
