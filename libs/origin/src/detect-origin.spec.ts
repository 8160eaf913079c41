import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectOrigin } from './detect-origin.js';
import { chunk, iTXt, png, tEXt, zTXt } from './testing/png.js';

/** A collection of real files lies beside the repository, where it is there at all. */
const SAMPLES = new URL('../../../../shared/samples/ai-embedded/', import.meta.url);
const sample = (path: string): Uint8Array => readFileSync(new URL(path, SAMPLES));

describe('what a file says about its origin', () => {
  it('is nothing for a file that says nothing, which is not a statement that people made it', () => {
    expect(detectOrigin(new Uint8Array(), 'a.png')).toEqual([]);
    expect(detectOrigin(png([]), 'a.png')).toEqual([]);
  });

  it('never comes as verdict none or as trusted, whatever the bytes', () => {
    const text = fc.constantFrom(
      'prompt',
      'Software',
      'parameters',
      'XML:com.adobe.xmp',
      '{"a":1}',
      'NovelAI',
      '<i:DigitalSourceType>',
      'DigitalSourceType="',
      '"',
      '>',
      '<',
      '\0',
    );
    const part = fc.oneof(
      fc.tuple(text, text).map(([keyword, value]) => tEXt(keyword, value)),
      fc.tuple(text, text).map(([keyword, value]) => zTXt(keyword, value)),
      fc.tuple(text, text, fc.boolean()).map(([keyword, value, compressed]) => iTXt(keyword, value, compressed)),
      fc
        .tuple(fc.constantFrom('tEXt', 'zTXt', 'iTXt', 'IEND'), fc.uint8Array({ maxLength: 60 }))
        .map(([type, data]) => chunk(type, Buffer.from(data))),
      fc.uint8Array({ maxLength: 20 }).map((data) => Buffer.from(data)),
      text.map((word) => Buffer.from(word)),
    );
    const file = fc.tuple(fc.array(part), fc.nat()).map(([parts, cut]) => {
      const whole = png(parts);
      return whole.subarray(0, whole.length - (cut % (whole.length + 1)));
    });
    fc.assert(
      fc.property(fc.oneof(file, fc.uint8Array({ maxLength: 500 })), (bytes) => {
        const signals = detectOrigin(bytes, 'a.png');
        expect(signals.filter(({ verdict, trust }) => verdict === 'none' || trust !== 'none')).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is cut to 64 signals, the adverse ones first', () => {
    const claims = '<a i:DigitalSourceType="digitalCapture"/>'.repeat(100);
    const signals = detectOrigin(Buffer.from(`${claims}<a i:DigitalSourceType="trainedAlgorithmicMedia"/>`), 'a.xmp');
    expect(signals).toHaveLength(64);
    expect(signals[0]?.verdict).toBe('ai');
  });

  it('keeps 1,024 characters of a value, well-formed', () => {
    const [signal] = detectOrigin(png([tEXt('parameters', `${'x'.repeat(1_023)}\u{1F3AC}`)]), 'a.png');
    expect(signal?.value).toBe(`${'x'.repeat(1_023)}\uFFFD`);
  });
});

describe.skipIf(!existsSync(SAMPLES))('real files (skipped where the sample collection is absent)', () => {
  it.each([
    [
      'comfyui/lora.png',
      [
        ['workflow', 'PNG tEXt "prompt" at byte 33', 'ai'],
        ['workflow', 'PNG tEXt "workflow" at byte 1058', 'ai'],
      ],
    ],
    [
      'comfyui/sdxlturbo_example.png',
      [
        ['workflow', 'PNG tEXt "prompt" at byte 33', 'ai'],
        ['workflow', 'PNG tEXt "workflow" at byte 1093', 'ai'],
      ],
    ],
    [
      'sd-parsers/img2img_cropped.png',
      [
        ['workflow', 'PNG tEXt "prompt" at byte 33', 'ai'],
        ['workflow', 'PNG tEXt "workflow" at byte 1158', 'ai'],
      ],
    ],
    ['sd-parsers/automatic1111_cropped.png', [['png-text', 'PNG tEXt "parameters" at byte 33', 'ai']]],
    [
      'sd-parsers/fooocus1_cropped.png',
      [
        ['png-text', 'PNG tEXt "parameters" at byte 33', 'ai'],
        ['png-text', 'PNG tEXt "fooocus_scheme" at byte 2511', 'ai'],
      ],
    ],
    ['sd-parsers/invokeai_dream1.png', [['png-text', 'PNG tEXt "Dream" at byte 33', 'ai']]],
    ['sd-parsers/novelai1_cropped.png', [['png-text', 'PNG tEXt "Software" at byte 137', 'ai']]],
    ['synthetic-xmp/dst_trained.png', [['xmp', 'XMP DigitalSourceType at byte 1261', 'ai']]],
    ['sd-parsers/empty_image.png', []],
    ['comfyui/pose_worship.png', []],
    ['synthetic-av/stripped.mp4', []],
  ])('%s', (path, expected) => {
    expect(detectOrigin(sample(path), path).map(({ kind, where, verdict }) => [kind, where, verdict])).toEqual(
      expected,
    );
  });
});
