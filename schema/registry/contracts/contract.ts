/** A contract: which part of the graph a variant of the supergraph shows. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { reasonOf } from '../../../base/errors.ts';
import { registryFault } from '../errors.ts';

const contract = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected a name of small letters, digits and hyphens'),
    /** Tags of which an element has one, or it is not shown. */
    include: z.array(z.string().min(1)).min(1).optional(),
    /** Tags that take an element out. They go before `include`. */
    exclude: z.array(z.string().min(1)).default([]),
    /** Whether what is `@personal`, or filters or sorts by it, is taken out too. */
    withoutPersonal: z.boolean().default(false),
    /** Whether what asks for a scope, a login or a policy is taken out too: who has none would only be refused. */
    withoutGuarded: z.boolean().default(false),
    /** Whether the root type of changes is taken out. */
    withoutMutations: z.boolean().default(false),
  })
  .readonly();
const contracts = z
  .array(contract)
  .max(20)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'expected each name once');

/** One contract. */
export type Contract = z.output<typeof contract>;

/** The contracts that are shipped: `public`, without personal fields. */
export const SHIPPED_CONTRACTS = new URL('./contracts.json', import.meta.url);

/** Reads a JSON file of contracts. @throws CodedError REGISTRY_CONTRACTS */
export function readContracts(file: string | URL): readonly Contract[] {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    throw registryFault('REGISTRY_CONTRACTS', reasonOf(thrown));
  }
  const parsed = contracts.safeParse(read);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw registryFault('REGISTRY_CONTRACTS', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
