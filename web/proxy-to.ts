import type { ProxyOptions } from 'vite';

/**
 * What of the page's questions Vite hands to a gateway at `target`. The `Host` stays the browser's: the gateway gives its roles' tokens
 * to a page of its own origin alone.
 */
export function proxyTo(target: string): Record<string, ProxyOptions> {
  return Object.fromEntries(
    ['/graphql', '/explorer', '/health'].map((path) => [path, { target, changeOrigin: false }]),
  );
}
