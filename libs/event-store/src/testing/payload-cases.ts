import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventOf } from './events.js';
import type { OpenForTest } from './subject.js';

export function payloadCases(open: OpenForTest): void {
  describe('what comes back', () => {
    it.each<readonly [what: string, data: Readonly<Record<string, unknown>>]>([
      [
        'text of every plane',
        { name: 'Szene_0010_Ölfeld', kana: 'プレート', emoji: '🎬👩🏽‍🎤', rtl: 'عربى', zero: 'a\u0000b' },
      ],
      ['text in both normal forms', { composed: 'é', decomposed: 'é' }],
      ['lone surrogates', { half: '\ud83c', reversed: '\udf00\ud83c' }],
      ['line separators and quotes', { text: '\u2028\u2029\r\n\t"\\/' }],
      ['whole numbers beyond 2^53, as text', { bytes: '18446744073709551615', timecode: '9007199254740993' }],
      ['numbers at the edges', { max: Number.MAX_SAFE_INTEGER, min: Number.MIN_VALUE, fraction: 0.1, negative: -1e-7 }],
      ['nothing, and nothing of each kind', { none: null, list: [], object: {}, text: '', no: false }],
      [
        'a member called __proto__',
        JSON.parse('{"__proto__":{"admin":true},"constructor":1}') as Record<string, unknown>,
      ],
    ])('is %s unchanged', async (_, data) => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', [{ ...eventOf(1, data), metadata: data }]);
      const [stored] = await store.readStream('asset-p/a');
      expect(JSON.stringify(stored?.data)).toBe(JSON.stringify(data));
      expect(JSON.stringify(stored?.metadata)).toBe(JSON.stringify(data));
    });

    it('has its members in the order they were given', async () => {
      const { store } = await open();
      await store.append('asset-p/a', 'noStream', [eventOf(1, { z: 1, a: { y: 1, b: 2 }, m: [{ q: 1, c: 2 }] })]);
      const [stored] = await store.readStream('asset-p/a');
      expect(JSON.stringify(stored?.data)).toBe('{"z":1,"a":{"y":1,"b":2},"m":[{"q":1,"c":2}]}');
    });

    it('is any JSON object unchanged', async () => {
      const { store } = await open();
      let number = 0;
      await fc.assert(
        fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), async (data) => {
          number += 1;
          await store.append(`asset-p/${number}`, 'noStream', [eventOf(number, data)]);
          const [stored] = await store.readStream(`asset-p/${number}`);
          expect(JSON.stringify(stored?.data)).toBe(JSON.stringify(data));
        }),
        { numRuns: 50 },
      );
    });

    it('is the stream name and type of the event unchanged', async () => {
      const { store } = await open();
      const stream = "asset-p/Szene 1%20'🎬'/v003.exr";
      await store.append(stream, 'noStream', [{ ...eventOf(1), type: 'marked-temporary' }]);
      expect(await store.readAll(null)).toMatchObject([{ stream, type: 'marked-temporary' }]);
    });
  });
}
