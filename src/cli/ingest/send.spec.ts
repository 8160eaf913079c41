import { describe, expect, it } from 'vitest';
import { undecidedError, usageError, answeredError } from '../exit/errors.js';
import { isAway, LineBatch, MOST_BYTES, MOST_LINES, readResults } from './send.js';

const end = '{"end":true,"summary":{"accepted":2},"position":"7"}';
const result = (index: number) =>
  `{"index":${index},"id":"e${index}","status":"accepted","stream":"asset-nightfall/a","revision":0,"position":"${index}","problem":null}`;

describe('the answer to events', () => {
  it('is read with its end line', () => {
    const sent = readResults(`${result(0)}\n${result(1)}\n${end}\n`, 2);
    expect(sent.position).toBe('7');
    expect(sent.results.map(({ id, status }) => [id, status])).toEqual([
      ['e0', 'accepted'],
      ['e1', 'accepted'],
    ]);
  });

  it.each([
    ['without its end line', `${result(0)}\n${result(1)}\n`, 'it has no end line'],
    ['cut in the middle of a line', `${result(0)}\n${result(1).slice(0, 20)}`, 'a line of it is no JSON object'],
    ['with a result too few', `${result(0)}\n${end}\n`, 'it holds 1 results for 2 events'],
    ['with a result too many', `${result(0)}\n${result(1)}\n${result(2)}\n${end}\n`, 'it holds 3 results for 2 events'],
    ['in another order', `${result(1)}\n${result(0)}\n${end}\n`, 'result 0 speaks of event 1'],
    ['that is empty', '', 'it has no end line'],
    ['whose end does not say so', `${result(0)}\n${result(1)}\n{"end":"true"}\n`, 'it has no end line'],
  ])('%s it decides nothing (3)', (_what, content, why) => {
    expect(() => readResults(content, 2)).toThrow(
      expect.objectContaining({ exit: 3, message: `the ledger's answer to the events is not whole: ${why}` }),
    );
  });
});

describe('requests of a bounded size', () => {
  it('take so many events and no more', () => {
    const batch = new LineBatch();
    for (let at = 0; at < MOST_LINES; at += 1) {
      expect(batch.fits('{}')).toBe(true);
      batch.add('{}');
    }
    expect(batch.fits('{}')).toBe(false);
    expect(batch.take()).toHaveLength(MOST_LINES);
    expect(batch.fits('{}')).toBe(true);
  });

  it('count bytes, not characters', () => {
    const batch = new LineBatch();
    batch.add('é'.repeat(MOST_BYTES / 2 - 10));
    expect(batch.fits('x'.repeat(18))).toBe(true);
    expect(batch.fits('é'.repeat(18))).toBe(false);
  });
});

const answered = (status: number) => answeredError('command', { type: 'about:blank', title: '', status, detail: '' });

describe('whether the ledger is away', () => {
  it('holds when it cannot be reached, is overloaded or fails', () => {
    expect(
      [
        undecidedError('unreachable', ''),
        undecidedError('cut-answer', ''),
        answered(503),
        answered(500),
        answered(429),
      ].map(isAway),
    ).toEqual([true, true, true, true, true]);
  });

  it('does not hold when it refuses: spooling would only put that off', () => {
    expect(
      [answered(401), answered(403), answered(413), answered(422), usageError(''), new Error('bug')].map(isAway),
    ).toEqual([false, false, false, false, false, false]);
  });
});
