/** What requests look like. Each has a description for the OpenAPI page. */
import { z } from 'zod';

/** The name of a subgraph. */
const name = z
  .string()
  .regex(/^[A-Za-z][\w-]{0,62}$/, 'expected a letter, then letters, digits, _ or -, 63 at most')
  .describe('Name of the subgraph');

/** The code of an agency. */
const agency = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,30}$/, 'expected the code of an agency, as DISNAKER')
  .describe('Code of the agency');

const number = z.coerce
  .number('expected a number')
  .int()
  .min(1)
  .max(2 ** 31)
  .describe('Number of a version or supergraph');

const why = z.string().trim().min(1, 'expected a reason').max(1_000).describe('Why, for the history');

/** The address gateways call: it is in each supergraph, so it holds no secret. */
const url = z
  .string()
  .max(2_000)
  .refine(
    (text) => text === '' || isPlainUrl(text),
    'expected http://… or https://… without user, password and fragment, or unix:///…',
  )
  .describe('Address of the subgraph');

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return ['http:', 'https:', 'unix:'].includes(protocol) && username === '' && password === '' && hash === '';
}

/** Ours have 100,000 characters at most; a larger one would only keep the composer busy. */
const sdl = z
  .string()
  .min(1, 'expected SDL')
  .max(1_000_000, 'expected 1,000,000 characters at most')
  .describe('The SDL of the subgraph, federation 1 or 2');

/** The parts of requests, by what they are for. */
export const shapes = {
  named: z.strictObject({ name }),
  version: z.strictObject({ name, number }),
  numbered: z.strictObject({ number }),
  pair: z.strictObject({ a: number, b: number }),
  identified: z.strictObject({ id: z.string().min(1).max(100).describe('Id') }),
  check: z.strictObject({ sdl, url: url.default(''), owner: agency.optional() }),
  publish: z.strictObject({ sdl, url, why, owner: agency.optional() }),
  together: z.strictObject({
    why,
    subgraphs: z
      .array(z.strictObject({ name, sdl, url, owner: agency }))
      .min(1)
      .max(100)
      .refine((all) => new Set(all.map((each) => each.name)).size === all.length, 'expected each name once'),
  }),
  reason: z.strictObject({ why }),
  move: z.strictObject({ why, owner: agency }),
  answer: z.strictObject({
    why,
    days: z.number().int().min(1).max(400).optional().describe('How long the agreement counts, 90 when left out'),
  }),
  token: z.strictObject({
    agency,
    label: z.string().trim().max(100).default('').describe('What it is for'),
    subgraphs: z
      .array(z.union([name, z.literal('*')]))
      .max(100)
      .default([])
      .describe('What it may publish; * for all of its agency'),
    rights: z
      .array(z.enum(['publish', 'approve', 'operate', 'read', 'usage']))
      .min(1)
      .describe('What it may do; reading every token may'),
    days: z.number().int().min(1).max(3_650).optional().describe('When it expires; never when left out'),
  }),
  history: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many at most'),
    before: number.optional().describe('Only those before this number'),
  }),
  approvals: z.strictObject({
    state: z.enum(['OPEN', 'APPROVED', 'DENIED', 'CLOSED', 'REVOKED']).optional().describe('Where they stand'),
  }),
  variant: z.strictObject({ variant: z.string().max(40).optional().describe('Name of a contract') }),
} as const;
