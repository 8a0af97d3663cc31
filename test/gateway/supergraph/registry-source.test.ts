/** Supergraphs from a registry: told at once, kept on the disk, and judged by their signature, whatever the registry does. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registrySource, type RegistrySourceOptions } from '../../../gateway/supergraph/registry-source.ts';

const closers: (() => unknown)[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'registry-source-'));
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** A registry that signs, and does whatever else a test wants. */
class FakeRegistry {
  keys = generateKeyPairSync('ed25519');
  sdl = 'first';
  /** The text of a variant; none where it is undefined. What is served is the whole one where it is left out. */
  variants: ((name: string) => string | undefined) | undefined;
  readonly streams = new Set<ServerResponse>();
  readonly asked: string[] = [];
  /** Answers in place of it. */
  instead: Partial<Record<'/v1/supergraph' | '/v1/key' | '/v1/supergraph/events', Handle>> = {};
  readonly server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://x');
    const path = pathname as keyof FakeRegistry['instead'];
    this.asked.push(path);
    const handle = this.instead[path];
    if (handle) return handle(request, response);
    if (path === '/v1/key') return void response.end(JSON.stringify({ key: this.publicKey }));
    if (path === '/v1/supergraph/events') return this.#listen(response);
    const name = searchParams.get('variant');
    const text = name === null ? this.sdl : this.variants === undefined ? this.sdl : this.variants(name);
    if (text === undefined) return void response.writeHead(404).end();
    const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    response.writeHead(200, { etag, 'x-supergraph-signature': this.signature(text) }).end(text);
  });

  get publicKey(): string {
    return this.keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  }
  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`);
  }
  signature(text: string): string {
    return sign(null, Buffer.from(text), this.keys.privateKey).toString('base64');
  }
  publish(sdl: string): void {
    this.sdl = sdl;
    for (const stream of this.streams) stream.write(`event: supergraph\ndata: {"hash":"${sdl}"}\n\n`);
  }
  #listen(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }
  async start(port = 0): Promise<this> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    closers.push(() => this.stop());
    return this;
  }
  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** Opens a source as the engine does: each supergraph that it offers serves at once. */
async function opened(registry: Pick<FakeRegistry, 'url'>, more: Partial<RegistrySourceOptions> = {}) {
  const source = registrySource({ url: registry.url, copies: folder, poll: 3_600_000, ...more });
  const offered: string[] = [];
  const problems: (Error & { code?: string })[] = [];
  const { sdl, close } = await source.open(
    (text) => {
      offered.push(text);
      source.onLive?.(text);
    },
    (problem) => problems.push(problem),
  );
  source.onLive?.(sdl);
  closers.push(close);
  return { source, sdl, offered, problems, close };
}

const listening = (registry: FakeRegistry) =>
  vi.waitFor(() => expect(registry.streams.size).toBe(1), { timeout: 10_000 });
const eventually = (act: () => void) => vi.waitFor(act, { timeout: 15_000, interval: 20 });

describe('a supergraph of a registry', () => {
  it('is read once, and again as soon as the registry tells of another', async () => {
    const registry = await new FakeRegistry().start();
    const { sdl, offered } = await opened(registry);
    expect(sdl).toBe('first');
    await listening(registry);
    registry.publish('second');
    await eventually(() => expect(offered).toEqual(['second']));
    registry.publish('first');
    await eventually(() => expect(offered).toEqual(['second', 'first']));
  });

  it('is asked for with the token, the variant and the tag of the one that is there', async () => {
    const seen: IncomingMessage[] = [];
    const registry = await new FakeRegistry().start();
    registry.server.on('request', (request: IncomingMessage) => seen.push(request));
    const { offered } = await opened(registry, { token: 'sesame', variant: 'public', poll: 50 });
    registry.sdl = 'second';
    await eventually(() => expect(offered).toEqual(['second']));
    await eventually(() =>
      expect(seen.at(-1)!.headers['if-none-match']).toBe(`"${createHash('sha256').update('second').digest('hex')}"`),
    );
    const asked = seen.filter(({ url }) => url!.startsWith('/v1/supergraph'));
    expect(
      asked.every(({ url, headers }) => url!.endsWith('variant=public') && headers.authorization === 'Bearer sesame'),
    ).toBe(true);
  });

  it('is found by asking where the registry sends no events, and where it stops sending them', async () => {
    const registry = await new FakeRegistry().start();
    registry.instead['/v1/supergraph/events'] = (_request, response) => response.writeHead(404).end();
    const { offered } = await opened(registry, { poll: 50 });
    registry.sdl = 'second';
    await eventually(() => expect(offered).toEqual(['second']));
    delete registry.instead['/v1/supergraph/events'];
    await listening(registry);
    for (const stream of registry.streams) stream.destroy();
    registry.sdl = 'third';
    await eventually(() => expect(offered).toEqual(['second', 'third']));
  });

  it('is kept with its signature, for its owner alone, and a gateway starts from it when the registry is gone', async () => {
    const registry = await new FakeRegistry().start();
    const { offered, close } = await opened(registry);
    await listening(registry);
    registry.publish('second');
    await eventually(() => expect(offered).toEqual(['second']));
    await close();
    const { url } = registry;
    registry.stop();
    const files = readdirSync(folder);
    expect(files.filter((file) => (statSync(join(folder, file)).mode & 0o077) !== 0)).toEqual([]);
    const again = await opened({ url });
    expect(again.sdl).toBe('second');
    expect(again.problems.map(({ code }) => code)).toEqual(['SUPERGRAPH_REGISTRY']);
  });

  it('comes from the registry again once it is back, without a restart', async () => {
    const registry = await new FakeRegistry().start();
    await (await opened(registry)).close();
    const { url, keys } = registry;
    registry.stop();
    const { sdl, offered } = await opened({ url }, { poll: 50 });
    expect(sdl).toBe('first');
    const back = new FakeRegistry();
    Object.assign(back, { keys, sdl: 'second' });
    await back.start(Number(url.port));
    await eventually(() => expect(offered).toEqual(['second']));
  });

  it('that the engine refused is not kept', async () => {
    const registry = await new FakeRegistry().start();
    const source = registrySource({ url: registry.url, copies: folder, poll: 3_600_000 });
    const offered: string[] = [];
    const { sdl, close } = await source.open(
      (text) => offered.push(text),
      () => {},
    );
    source.onLive!(sdl);
    await listening(registry);
    registry.publish('refused');
    await eventually(() => expect(offered).toEqual(['refused']));
    await close();
    const { url } = registry;
    registry.stop();
    expect((await opened({ url })).sdl).toBe('first');
  });
});

describe('variants beside the supergraph', () => {
  const variantOf = (sdl: string, name = 'public', more = ''): string =>
    `# variant ${name} of ${createHash('sha256').update(sdl).digest('hex')}\n${more}${sdl}`;
  const openedWith = async (url: URL) => {
    const source = registrySource({ url, copies: folder, poll: 50, contracts: ['public', 'partner'] });
    const offered: unknown[] = [];
    const problems: (Error & { code?: string })[] = [];
    const { close, sdl, contracts } = await source.open(
      (text, variants) => {
        offered.push({ sdl: text, contracts: variants });
        source.onLive!(text);
      },
      (problem) => problems.push(problem),
    );
    const first = { sdl, contracts };
    source.onLive!(sdl);
    closers.push(close);
    return { first, offered, problems, close };
  };
  const texts = (sdl: string, ...names: string[]) => ({
    sdl,
    contracts: names.map((name) => ({ name, sdl: variantOf(sdl, name) })),
  });

  it('are offered together with it, those that there are, and each time one of them changes', async () => {
    const registry = await new FakeRegistry().start();
    const there = ['public'];
    registry.variants = (name) => (there.includes(name) ? variantOf(registry.sdl, name) : undefined);
    const { first, offered } = await openedWith(registry.url);
    expect(first).toEqual(texts('first', 'public'));
    registry.publish('second');
    await eventually(() => expect(offered).toEqual([texts('second', 'public')]));
    there.push('partner');
    await eventually(() => expect(offered.at(-1)).toEqual(texts('second', 'public', 'partner')));
    there.shift();
    await eventually(() => expect(offered.at(-1)).toEqual(texts('second', 'partner')));
  });

  it('of another supergraph are never offered: it is asked again, and the last good ones stay', async () => {
    const registry = await new FakeRegistry().start();
    let stale = 'before';
    registry.variants = () => variantOf(stale || registry.sdl, 'public');
    await expect(openedWith(registry.url)).rejects.toMatchObject({ code: 'SUPERGRAPH_CONTRACT' });
    registry.variants = (name) => {
      if (name !== 'public') return undefined;
      const text = variantOf(stale || registry.sdl, name);
      stale = '';
      return text;
    };
    const { first, offered, problems } = await openedWith(registry.url);
    expect(first).toEqual(texts('first', 'public'));
    registry.variants = (name) => (name === 'public' ? variantOf('first') : undefined);
    registry.sdl = 'second';
    await eventually(() => expect(problems.map(({ code }) => code)).toEqual(['SUPERGRAPH_CONTRACT']));
    expect(offered).toEqual([]);
  });

  it('are kept beside it, and a start without the registry has both, but none that was altered', async () => {
    const registry = await new FakeRegistry().start();
    registry.variants = (name) => variantOf(registry.sdl, name);
    await (await openedWith(registry.url)).close();
    const { url } = registry;
    registry.stop();
    const again = await openedWith(url);
    expect(again.first).toEqual(texts('first', 'public', 'partner'));
    await again.close();
    const file = join(folder, 'supergraph-public.graphql');
    writeFileSync(file, `${readFileSync(file, 'utf8')} `);
    expect((await openedWith(url)).first).toEqual(texts('first', 'partner'));
  });
});

describe('the signature', () => {
  it('that is wrong, of another key or missing is refused with a code, and the last good one stays', async () => {
    const registry = await new FakeRegistry().start();
    const { offered, problems } = await opened(registry, { poll: 50 });
    const signatures = [registry.signature('something else'), '', 'x', Buffer.alloc(64).toString('base64')];
    for (const [at, signature] of signatures.entries()) {
      const before = registry.asked.length;
      registry.instead['/v1/supergraph'] = (_request, response) =>
        response.writeHead(200, { etag: `"${at}"`, 'x-supergraph-signature': signature }).end(`evil ${at}`);
      await eventually(() => expect(registry.asked.length).toBeGreaterThan(before + 3));
    }
    expect(offered).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(['SUPERGRAPH_UNSIGNED']);
    delete registry.instead['/v1/supergraph'];
    registry.sdl = 'second';
    await eventually(() => expect(offered).toEqual(['second']));
  });

  it('is by the key that was trusted first: a registry with another key is refused, also after a restart', async () => {
    const registry = await new FakeRegistry().start();
    const { close } = await opened(registry);
    await close();
    registry.keys = generateKeyPairSync('ed25519');
    registry.sdl = 'evil';
    const { sdl, problems } = await opened(registry);
    expect(sdl).toBe('first');
    expect(problems.map(({ code }) => code)).toEqual(['SUPERGRAPH_UNSIGNED']);
    expect(registry.asked.filter((path) => path === '/v1/key')).toHaveLength(1);
  });

  it('is by the key of the options where there is one, and the registry is not asked for its own', async () => {
    const registry = await new FakeRegistry().start();
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    await expect(opened(registry, { key: other })).rejects.toMatchObject({ code: 'SUPERGRAPH_UNSIGNED' });
    expect((await opened(registry, { key: registry.publicKey })).sdl).toBe('first');
    expect(registry.asked).not.toContain('/v1/key');
  });

  it('is asked of the copy too: one that was altered on the disk is not served', async () => {
    const registry = await new FakeRegistry().start();
    await (await opened(registry)).close();
    const { url } = registry;
    registry.stop();
    const file = join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.graphql'))!,
    );
    writeFileSync(file, readFileSync(file, 'utf8').replace('first', 'evil'));
    await expect(opened({ url })).rejects.toMatchObject({ code: 'SUPERGRAPH_REGISTRY' });
    writeFileSync(file, '');
    await expect(opened({ url })).rejects.toMatchObject({ code: 'SUPERGRAPH_REGISTRY' });
  });

  it.each(['no base64 at all', Buffer.from('x').toString('base64')])('needs a key: %j is none', async (key) => {
    const registry = await new FakeRegistry().start();
    await expect(opened(registry, { key })).rejects.toMatchObject({ code: 'SUPERGRAPH_UNSIGNED' });
  });
});

describe('a registry that behaves badly', () => {
  const good =
    (registry: FakeRegistry): Handle =>
    (_request, response) =>
      response.writeHead(200, { etag: '"good"', 'x-supergraph-signature': registry.signature('good') }).end('good');

  it.each<[string, (registry: FakeRegistry) => Handle]>([
    ['fails', () => (_request, response) => response.writeHead(500).end('no')],
    [
      'cuts off',
      (registry) => (_request, response) => {
        response
          .writeHead(200, { 'content-length': '10000', 'x-supergraph-signature': registry.signature('half') })
          .write('half');
        setTimeout(() => response.destroy(), 20);
      },
    ],
    [
      'answers half without saying so',
      (registry) => (_request, response) =>
        response.writeHead(200, { 'x-supergraph-signature': registry.signature('whole') }).end('who'),
    ],
    [
      'sends us elsewhere',
      () => (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    ],
    [
      'answers what is no UTF-8',
      () => (_request, response) => response.writeHead(200).end(Buffer.from([0xff, 0xfe, 0xfd])),
    ],
    [
      'answers 200 MB',
      () => (_request, response) => {
        response.writeHead(200, { 'content-length': String(200 * 1_048_576) });
        const piece = Buffer.alloc(1_048_576, 'x');
        const more = (): void => {
          while (response.writable && !response.destroyed)
            if (!response.write(piece)) return void response.once('drain', more);
        };
        response.on('error', () => {});
        more();
      },
    ],
  ])('and %s is reported once, and left for the last good supergraph', async (_what, bad) => {
    const registry = await new FakeRegistry().start();
    const { offered, problems } = await opened(registry, { poll: 100 });
    registry.instead['/v1/supergraph'] = bad(registry);
    await eventually(() => expect(problems).toHaveLength(1));
    expect(problems[0]!.code).toMatch(/^SUPERGRAPH_(REGISTRY|UNSIGNED)$/);
    expect(offered).toEqual([]);
    registry.instead['/v1/supergraph'] = good(registry);
    await eventually(() => expect(offered).toEqual(['good']));
    expect(problems).toHaveLength(1);
  });

  it('and hangs holds nothing up: the source closes at once, and a start from the copy needs no answer', async () => {
    const registry = await new FakeRegistry().start();
    const first = await opened(registry, { poll: 50 });
    const before = registry.asked.length;
    registry.instead = { '/v1/supergraph': () => {}, '/v1/key': () => {}, '/v1/supergraph/events': () => {} };
    await eventually(() => expect(registry.asked.length).toBeGreaterThan(before));
    await first.close();
    const again = await opened(registry);
    expect(again.sdl).toBe('first');
    expect(again.problems.map(({ code }) => code)).toEqual(['SUPERGRAPH_REGISTRY']);
  });

  it('and sends events without end, or a line without one, is listened to no longer and asked instead', async () => {
    const registry = await new FakeRegistry().start();
    registry.instead['/v1/supergraph/events'] = (_request, response) =>
      response.writeHead(200).write('x'.repeat(200_000));
    const { offered } = await opened(registry, { poll: 50 });
    registry.sdl = 'second';
    await eventually(() => expect(offered).toEqual(['second']));
    expect(registry.asked.filter((path) => path === '/v1/supergraph/events').length).toBeGreaterThan(0);
  });

  it('and was never there tells so with a code when there is no copy', async () => {
    await expect(opened({ url: new URL('http://127.0.0.1:9') })).rejects.toMatchObject({ code: 'SUPERGRAPH_REGISTRY' });
  });
});
