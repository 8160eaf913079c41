import { describe, expect, it } from 'vitest';
import { detectOrigin } from '../detect-origin.js';
import { chunk, iTXt, png, tEXt, zTXt } from '../testing/png.js';

const summary = (bytes: Uint8Array) =>
  detectOrigin(bytes, 'a.png').map(({ kind, where, value, verdict }) => ({ kind, where, value, verdict }));

describe('text that generators write into a PNG', () => {
  it('is a whole signal: kind, place, value, verdict, trust and who found it', () => {
    expect(detectOrigin(png([tEXt('prompt', '{"3":{"class_type":"KSampler"}}')]), 'a.png')).toEqual([
      {
        kind: 'workflow',
        where: 'PNG tEXt "prompt" at byte 33',
        value: '{"3":{"class_type":"KSampler"}}',
        verdict: 'ai',
        trust: 'none',
        detector: 'png-generator-text',
        detectorVersion: '1',
      },
    ]);
  });

  it.each([
    ['workflow', '{"nodes":[]}', 'workflow'],
    ['prompt', 'a castle at night', 'png-text'],
    ['parameters', 'a castle\nSteps: 20, Sampler: Euler a', 'png-text'],
    ['fooocus_scheme', 'fooocus', 'png-text'],
    ['invokeai_metadata', '{"app_version":"3"}', 'png-text'],
    ['sd-metadata', '{"model":"stable diffusion"}', 'png-text'],
    ['Dream', '"a castle" -s 50', 'png-text'],
    ['Software', 'NovelAI', 'png-text'],
  ])('is found under %s', (keyword, text, kind) => {
    for (const encode of [tEXt, zTXt, iTXt]) {
      for (const bytes of [png([encode(keyword, text)]), png([], [encode(keyword, text)])]) {
        expect(summary(bytes)).toMatchObject([{ kind, value: text, verdict: 'ai' }]);
      }
    }
    expect(summary(png([iTXt(keyword, text, true)]))).toMatchObject([{ kind, value: text, verdict: 'ai' }]);
  });

  it('gives nothing for what every tool writes', () => {
    const ordinary = [
      tEXt('Software', 'Adobe Photoshop'),
      tEXt('Description', 'prompt'),
      tEXt('date:create', '2025-03-27'),
      tEXt('Comment', '{}'),
    ];
    expect(detectOrigin(png(ordinary), 'a.png')).toEqual([]);
  });

  it('counts by its keyword where the text does not inflate', () => {
    const damaged = chunk('zTXt', Buffer.from('parameters\0\0not deflated', 'latin1'));
    expect(summary(png([damaged]))).toEqual([
      { kind: 'png-text', where: 'PNG zTXt "parameters" at byte 33', value: '', verdict: 'ai' },
    ]);
  });

  it('counts by its keyword where the text would inflate beyond the limit', () => {
    expect(summary(png([zTXt('workflow', 'x'.repeat(2 * 1024 * 1024))]))).toMatchObject([{ value: '', verdict: 'ai' }]);
  });

  it('says so where the software is named and cannot be read', () => {
    const damaged = chunk('zTXt', Buffer.from('Software\0\0not deflated', 'latin1'));
    expect(summary(png([damaged]))).toMatchObject([{ verdict: 'unreadable' }]);
  });

  it('counts when the chunk is cut off by the end of what is looked at', () => {
    const whole = png([tEXt('workflow', `{"nodes":"${'x'.repeat(5 * 1024 * 1024)}"}`)]);
    const signals = detectOrigin(whole, 'a.png');
    expect(signals).toMatchObject([{ kind: 'workflow', verdict: 'ai' }]);
    expect(signals[0]?.value).toHaveLength(1_024);
  });

  it('reads UTF-8 as generators write it and Latin-1 as the specification says', () => {
    const latin = chunk('tEXt', Buffer.from('parameters\0caf\u00e9', 'latin1'));
    expect(summary(png([tEXt('parameters', 'café'), latin])).map(({ value }) => value)).toEqual(['café', 'café']);
  });
});
