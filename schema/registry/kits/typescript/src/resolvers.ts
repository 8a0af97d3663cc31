import { CodedError } from './coded-error.js';
import type { Context } from './context.js';
import { unseal } from './persons.js';
import type { StoredRecord } from './records.js';

const DISTRICT = /^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$/;
const CURSOR = 'kit-name:';

type Coded = { readonly code: string };

/** @param encryptionKey names are sealed under it @param extensions whether the fields of extensions.graphql are part of the schema */
export function resolversOf(encryptionKey: string, extensions: boolean): Record<string, Record<string, unknown>> {
  const districtOf = (code: unknown): Coded | null =>
    typeof code === 'string' && DISTRICT.test(code) ? { code } : null;
  return {
    Query: {
      kitNameRecord: (_: unknown, { id }: { id: string }, { byId }: Context) => byId.load(id),
      kitNameRecords: (_: unknown, args: PageArguments, context: Context) => pageOf(args, context),
      kitNameDistrict: (_: unknown, { code }: Coded) => districtOf(code),
    },
    KitNameRecord: {
      __resolveReference: ({ id }: { id: unknown }, { byId }: Context) =>
        typeof id === 'string' ? byId.load(id) : null,
      id: ({ _id }: StoredRecord) => _id,
      name: ({ _id, name }: StoredRecord) => unseal(encryptionKey, _id, name),
      district: ({ district }: StoredRecord) => ({ code: district }),
      person: ({ token }: StoredRecord) => ({ token }),
    },
    KitNameDistrict: {
      __resolveReference: ({ code }: { code: unknown }) => districtOf(code),
      district: ({ code }: Coded) => ({ code }),
      people: ({ code }: Coded, _: unknown, { people }: Context) => people.load(code),
      month: (_: unknown, __: unknown, { month }: Context) => month,
    },
    District: {
      __resolveReference: ({ code }: { code: unknown }) => districtOf(code),
      ...(extensions && { kitNamePeople: ({ code }: Coded, _: unknown, { people }: Context) => people.load(code) }),
    },
    Person: {
      __resolveReference: ({ token }: { token: unknown }) => (typeof token === 'string' ? { token } : null),
      ...(extensions && {
        kitNameRecords: ({ token }: { token: string }, _: unknown, { byToken }: Context) => byToken.load(token),
      }),
    },
  };
}

interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

async function pageOf({ first, after }: PageArguments, { records, visible }: Context): Promise<object> {
  const size = first ?? 20;
  if (size < 1 || size > 100)
    throw new CodedError('BAD_PAGE_SIZE', 400, `The page size does not fit: expected 1 to 100, got ${size}`);
  const rows = await records.page(after == null ? '' : placeOf(after), size + 1, visible);
  const edges = rows.slice(0, size).map((node) => ({
    cursor: Buffer.from(CURSOR + node._id).toString('base64url'),
    node,
  }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function placeOf(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^[0-9a-f-]{36}$/.test(text.slice(CURSOR.length)) || !text.startsWith(CURSOR))
    throw new CodedError('BAD_CURSOR', 400, 'The cursor does not belong to this list');
  return text.slice(CURSOR.length);
}
