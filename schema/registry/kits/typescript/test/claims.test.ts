/** vectors/claims.json: what the gateway signs is accepted, everything else is refused with its code. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { claimsVerifier, readClaimsKeys } from '../src/claims.js';
import type { CodedError } from '../src/coded-error.js';

interface Vector {
  readonly name: string;
  readonly header: string | string[];
  readonly body: string;
  readonly claims?: object;
  readonly error?: string;
}

const { subgraph, key, previous, now, vectors } = JSON.parse(
  readFileSync(new URL('../../vectors/claims.json', import.meta.url), 'utf8'),
) as { subgraph: string; key: string; previous: string; now: number; vectors: Vector[] };

const verify = claimsVerifier(subgraph, readClaimsKeys(`${key},${previous}`), () => now);

for (const { name, header, body, claims, error } of vectors)
  test(`claims: ${name}`, () => {
    const run = () => verify([header].flat(), Buffer.from(body));
    if (error === undefined) assert.deepEqual(run(), claims);
    else assert.throws(run, (thrown: CodedError) => thrown.code === error);
  });
