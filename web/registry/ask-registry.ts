/** One request to the registry, and what came of it. */

/** Why there is no answer. */
export type Trouble =
  | { readonly kind: 'UNREACHABLE' }
  | { readonly kind: 'BROKEN' }
  | { readonly kind: 'REFUSED'; readonly status: number; readonly code: string; readonly message: string };

export type Got<Data> = { readonly kind: 'GOT'; readonly data: Data } | Trouble;

export interface Request {
  /** Beginning with a slash. */
  readonly path: string;
  /** Sent as JSON by a POST; without one it is a GET. */
  readonly body?: object;
  readonly signal?: AbortSignal;
}

/** @param url of the registry @param token without the word `Bearer` */
export async function askRegistry<Data>(
  url: string,
  token: string,
  { path, body, signal }: Request,
): Promise<Got<Data>> {
  let response: Response;
  try {
    response = await fetch(url.replace(/\/+$/, '') + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
      cache: 'no-store',
      credentials: 'omit',
    });
  } catch {
    return { kind: 'UNREACHABLE' };
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (answer === undefined || answer === null) return { kind: 'BROKEN' };
  if (response.ok) return { kind: 'GOT', data: answer as Data };
  const { code, message } = answer as { code?: unknown; message?: unknown };
  return { kind: 'REFUSED', status: response.status, code: String(code ?? ''), message: String(message ?? '') };
}
