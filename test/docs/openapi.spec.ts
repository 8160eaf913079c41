import { expect, it } from 'vitest';
import { caller, demand, sharedLedger } from '../harness/index.js';
import { pageAt } from './reader.js';

it('docs/api/openapi.json is what a running ledger serves; npm run docs:api writes it', async () => {
  const { url, adminToken } = await sharedLedger();
  const served = await caller(url, adminToken).get<unknown>('/openapi.json');
  demand(served, 200, 'the API description');
  expect(JSON.parse(await pageAt('docs/api/openapi.json'))).toEqual(served.body);
});
