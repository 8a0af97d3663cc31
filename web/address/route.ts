/** Which view an address names. The last segment of the path decides, so that a gateway behind a path prefix works too. */

/** Segments of the path; the overview's is empty. */
const SEGMENTS = { overview: '', data: 'data', query: 'query', help: 'help', registry: 'registry' } as const;

export type Route = keyof typeof SEGMENTS;
export const ROUTES = Object.keys(SEGMENTS) as Route[];

/** @returns the overview for a path that names no view: the gateway serves no such path, but a proxy may */
export function routeOf(pathname: string): Route {
  const segment = pathname.slice(pathname.lastIndexOf('/') + 1);
  return ROUTES.find((route) => SEGMENTS[route] === segment) ?? 'overview';
}

/**
 * The address of a view relative to the page's own.
 * @param search as `URLSearchParams` writes it, without the question mark
 */
export function hrefOf(route: Route, search = ''): string {
  const path = `./${SEGMENTS[route]}`;
  return search === '' ? path : `${path}?${search}`;
}
