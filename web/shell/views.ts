/** The code of each view. */
import { routeOf, type Route } from '../address/route.ts';

import type { ReactNode } from 'react';

const LOADERS: Readonly<Record<Route, () => Promise<{ default: () => ReactNode }>>> = {
  overview: () => import('../overview/overview.tsx'),
  data: () => import('../data/data.tsx'),
  query: () => import('../query/query.tsx'),
  help: () => import('../help/help.tsx'),
  registry: () => import('../registry/registry.tsx'),
};

export const firstRoute = routeOf(location.pathname);

/** A view's code; asked for again, it is there. */
export const loadView = (route: Route): ReturnType<(typeof LOADERS)[Route]> => LOADERS[route]();
