// The typed client is made from docs/openapi.yaml as it is now.
import { readFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';

test('src/contract.d.ts is the contract (npm run client)', async () => {
  const made = astToString(await openapi(new URL('../../docs/openapi.yaml', import.meta.url)));
  const kept = readFileSync(new URL('../src/contract.d.ts', import.meta.url), 'utf8');
  const body = (text: string) => text.slice(text.indexOf('export interface paths'));
  expect(body(kept) === body(made)).toBe(true);
}, 30000);
