import { accessStream } from '@clearance/domain';
import { expect, it } from 'vitest';
import { EndedTokens } from './ended-tokens.js';

const said = (token: string, type: string) => ({ stream: accessStream(token), type });

it('what the log says of tokens after the read model ends is taken in page by page, each once', () => {
  const ended = new EndedTokens();
  expect(ended.lookedUpTo(7)).toBe(7);
  ended.look([said('tok_a', 'token-revoked'), { stream: 'asset-nightfall/a', type: 'marked-temporary' }]);
  expect([ended.lookedUpTo(7), ended.take(), ended.take()]).toEqual([9, ['tok_a'], []]);
  ended.look([said('tok_b', 'token-issued'), said('tok_c', 'token-something-new')]);
  expect([ended.lookedUpTo(7), ended.take()]).toEqual([11, ['tok_c']]);
});
