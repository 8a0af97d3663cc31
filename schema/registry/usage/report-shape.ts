/** What a report of usage looks like: `POST /v1/usage`. Bounded, so that a gateway with a fault fills no database. */
import { z } from 'zod';

/** Names of clients and operations are without control characters: they stand on pages and in terminals. */
const name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, 'expected no control characters')
  .nullable();
const count = z.number().int().min(1).max(1_000_000_000);
const code = z.string().regex(/^\w[\w-]{0,63}$/, 'expected a code of letters, digits, _ and -');
const hash = z.string().regex(/^[\da-f]{64}$/, 'expected SHA-256, hexadecimal');
const moment = z.iso.datetime();

const client = z.strictObject({
  name,
  version: name,
  count,
  errors: z.array(z.strictObject({ code, subgraph: code.nullable(), count })).max(100),
});

/** The shape, with the descriptions of the OpenAPI page. */
export const usageReportShape = z.strictObject({
  id: z.uuid().describe('A report counts once, however often it comes'),
  gateway: z.uuid().describe('Names the process'),
  supergraph: hash.describe('SHA-256 of the supergraph that served'),
  from: moment,
  to: moment,
  operations: z
    .array(
      z.strictObject({
        hash,
        name,
        document: z.string().min(1).max(200_000).describe('Without any value of a client'),
        clients: z.array(client).min(1).max(100),
      }),
    )
    .max(5_000),
  others: z.number().int().min(0).max(1_000_000_000).describe('Runs that did not fit'),
  subgraphs: z
    .array(
      z.strictObject({
        name: code,
        requests: z.number().int().min(0).max(1_000_000_000),
        failures: z.array(z.strictObject({ code, count })).max(100),
      }),
    )
    .max(1_000),
});

/** A report that was judged. */
export type TakenReport = z.output<typeof usageReportShape>;
