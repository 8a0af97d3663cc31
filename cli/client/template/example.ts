/** A first chart, in the terminal: how many workers of each district are covered. `GRAPH_TOKEN` holds a token, or `GRAPH_KEY` an API key; without one the public asks. */
import { ask } from './ask.ts';
import { basisText, countText } from './figures.ts';
import { freshnessText } from './freshness.ts';
import { CoverageByDistrictDocument } from './generated/graphql.ts';

const { data, problems, freshness } = await ask(
  CoverageByDistrictDocument,
  {},
  { token: process.env['GRAPH_TOKEN'], apiKey: process.env['GRAPH_KEY'], url: process.env['GRAPH_URL'] },
);
for (const { code, message } of problems) console.error(`${code}: ${message}`);
const districts = data.city?.districts ?? [];
for (const { name, coverage } of districts) {
  const bar = '█'.repeat(Math.round((coverage?.coverageRate ?? 0) * 25));
  console.log(
    `${(name ?? '–').padEnd(16)} ${countText(coverage?.covered, coverage?.basis, 'en').padStart(11)}  ${bar}`,
  );
}
const basis = districts.find(({ coverage }) => coverage?.basis != null)?.coverage?.basis;
if (basis) console.log(basisText(basis, 'en'));
if (freshness) console.log(freshnessText(freshness, 'en'));
