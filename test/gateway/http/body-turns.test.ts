/** Compressed bodies swell a few at a time: what they swell to is counted only when they have. */
import { expect, it } from 'vitest';
import { BodyBytes } from '../../../gateway/http/body-bytes.ts';

it('inflates four bodies at once, addresses in turn, and goes on where one is broken', async () => {
  const bodies = new BodyBytes(1_000_000);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const one = (address: string, isBroken = false): Promise<string> =>
    bodies.begin(address).inflate(async () => {
      begun.push(address);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (isBroken) throw new Error('broken');
      return address;
    });
  const flood = Array.from({ length: 50 }, (_none, at) => one('hostile', at === 0).catch(() => 'broken'));
  const innocent = one('innocent');
  expect(begun).toEqual(Array.from({ length: 4 }, () => 'hostile'));
  const endNext = async (): Promise<void> => {
    ends.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  await endNext();
  await endNext();
  expect(begun.slice(4).sort()).toEqual(['hostile', 'innocent']);
  while (ends.length > 0) await endNext();
  expect(await innocent).toBe('innocent');
  expect(await Promise.all(flood)).toEqual(['broken', ...Array.from({ length: 49 }, () => 'hostile')]);
});
