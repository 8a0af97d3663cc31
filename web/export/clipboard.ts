/** The clipboard. */
import type { Copied } from './copied-table.ts';

/** Puts both forms onto the clipboard. @throws DOMException where the browser refuses it */
export async function copy({ html, text }: Copied): Promise<void> {
  const item = {
    'text/html': new Blob([html], { type: 'text/html' }),
    'text/plain': new Blob([text], { type: 'text/plain' }),
  };
  await navigator.clipboard.write([new ClipboardItem(item)]);
}
