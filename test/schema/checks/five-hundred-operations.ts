/**
 * `npm run check:time`: how long it takes to compose and check each of our five subgraphs with a field more,
 * judged by 500 operations, read out of usage of 400 days, on the gateway's own planner. It prints, and judges nothing: what is said of it is a target of seconds, and a
 * machine's own business.
 */
import { validate, parse } from 'graphql';
import { judgeOperation } from '../../../gateway/judge-operation.ts';
import { checkSubgraph } from '../../../schema/checks/check-subgraph.ts';
import { apiSchema } from '../../../schema/checks/model/api-schema.ts';
import { compose } from '../../../schema/compose.ts';
import { usedIn400Days } from './four-hundred-days.ts';
import { OWN, ownInput } from './own-subgraphs.ts';
import { recordedOperations } from './recorded-operations.ts';

const OPERATIONS = 500;
/** A type of each, which many operations come past. */
const TYPES: Readonly<Record<string, string>> = {
  workers: 'Coverage',
  agencies: 'Village',
  groups: 'Group',
  funding: 'Programme',
  audit: 'Access',
};

const supergraph = compose();
const schema = apiSchema(supergraph);
const recorded = recordedOperations(schema, OPERATIONS);
const invalid = recorded.filter(({ document }) => validate(schema, parse(document)).length > 0);
if (invalid.length > 0) throw new Error(`expected valid operations, got ${invalid.map(({ name }) => name).join(', ')}`);

const used = await usedIn400Days(recorded);
console.log(`${used.length} operations, ${OWN.length} subgraphs`);
for (const { name } of OWN) {
  let plans = 0;
  const input = ownInput(name, (sdl) =>
    sdl.replace(
      new RegExp(`^type ${TYPES[name]} .*\\{$`, 'm'),
      (line) => `${line}\n  "More. / Lagi."\n  more: Boolean`,
    ),
  );
  if (input.sdl === input.before) throw new Error(`expected a type ${TYPES[name]} in ${name}`);
  const [begun, worked] = [performance.now(), process.cpuUsage()];
  const { outcome, findings } = await checkSubgraph({
    ...input,
    used,
    judgeOperation: (sdl, document) => {
      plans++;
      return judgeOperation(sdl, document);
    },
  });
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(worked);
  console.log(
    `${name}: ${seconds.toFixed(1)} s, of the processor ${((user + system) / 1e6).toFixed(1)} s, ${plans} plans, ${outcome}, ${findings.length} findings`,
  );
}
