import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_LINE_LENGTH, ServerMessageReader } from './sse.js';

const stream = [
  ': keep-alive',
  'retry: 1500',
  'event: hello',
  'data: {"position":"1"}',
  '',
  'id: MTgy',
  'event: asset-state-changed',
  'data: {"asset":"a",',
  'data:  "state":"clear"}',
  '',
  'data: bare',
  '',
  'id: lost-because-nothing-follows',
  'data: half',
].join('\n');

const expected = [
  { id: null, event: 'hello', data: '{"position":"1"}' },
  { id: 'MTgy', event: 'asset-state-changed', data: '{"asset":"a",\n "state":"clear"}' },
  { id: 'MTgy', event: 'message', data: 'bare' },
];

describe('reading server-sent events', () => {
  it('gives whole messages with the id they resume from', () => {
    const reader = new ServerMessageReader(null);
    expect(reader.take(stream)).toEqual(expected);
    expect(reader.retryMs).toBe(1500);
  });

  it('wherever the network cuts the stream, the messages are the same', () => {
    fc.assert(
      fc.property(fc.constantFrom('\n', '\r\n', '\r'), fc.array(fc.integer({ min: 1, max: 40 })), (newline, sizes) => {
        const reader = new ServerMessageReader(null);
        const messages = [];
        let rest = stream.replaceAll('\n', newline);
        for (const size of sizes) {
          messages.push(...reader.take(rest.slice(0, size)));
          rest = rest.slice(size);
        }
        messages.push(...reader.take(rest));
        expect(messages).toEqual(expected);
      }),
    );
  });

  it('starts from the id it was told', () => {
    expect(new ServerMessageReader('earlier').take('data: x\n\n')).toEqual([
      { id: 'earlier', event: 'message', data: 'x' },
    ]);
  });

  it('a line without end is not collected for ever', () => {
    expect(() => new ServerMessageReader(null).take('x'.repeat(MAX_LINE_LENGTH + 1))).toThrow(RangeError);
  });
});
