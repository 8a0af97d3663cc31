/** The headers of an answer, put together from what each part of the gateway says of it. Later parts go before earlier ones, but for `vary`. */
type Headers = Readonly<Record<string, string>>;

/** What an answer depends on, whatever is asked: a cache between must not hand one client's form of it to another. */
const ALWAYS_VARIES = 'accept, accept-encoding';

/**
 * @param parts names in lower case
 * @returns all of them; `vary` names what any part names, each once
 */
export function replyHeaders(...parts: readonly Headers[]): Record<string, string> {
  const headers: Record<string, string> = Object.assign({}, ...parts) as Record<string, string>;
  const varies = parts.flatMap(({ vary }) => (vary === undefined ? [] : [vary]));
  headers['vary'] = varies.length === 0 ? ALWAYS_VARIES : joined([ALWAYS_VARIES, ...varies]);
  return headers;
}

function joined(varies: readonly string[]): string {
  const names = varies.flatMap((vary) => vary.toLowerCase().split(','));
  return [...new Set(names.map((name) => name.trim()))].join(', ');
}
