/**
 * The first code of the page, and little of it: it starts everything that the first view needs at the same time, the frame's code,
 * the view's, the gateway's config, and as soon as that says where, the first questions.
 */
// First: it takes the OpenID provider's answer out of the address, which other modules read.
import './session/arrival.ts';
import { AHEAD } from './overview/ahead.ts';
import { firstGraph } from './session/first.ts';
import { firstRoute, loadView } from './shell/views.ts';

void import('./shell/start.tsx');
// Its failure is told where the view is shown.
loadView(firstRoute).catch(() => undefined);
if (firstRoute === 'overview')
  firstGraph.then(
    (graph) => AHEAD.forEach((asked) => graph.ahead(asked)),
    // Said by the view, which asks for the config too.
    () => undefined,
  );
