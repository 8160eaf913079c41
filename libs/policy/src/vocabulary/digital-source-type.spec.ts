import { describe, expect, it } from 'vitest';
import { classifySourceType } from './digital-source-type.js';

const TABLE = {
  generative: [
    'trainedAlgorithmicMedia',
    'compositeWithTrainedAlgorithmicMedia',
    'compositeSynthetic',
    'trainedAlgorithmicData',
  ],
  ambiguous: ['composite', 'virtualRecording', 'algorithmicallyEnhanced', 'softwareImage'],
  'states an origin': [
    'digitalCapture',
    'computationalCapture',
    'negativeFilm',
    'positiveFilm',
    'print',
    'digitalCreation',
    'dataDrivenMedia',
    'algorithmicMedia',
    'digitalArt',
    'empty',
  ],
  'last operation only': ['humanEdits', 'minorHumanEdits', 'screenCapture', 'compositeCapture'],
} as const;
const CLASSES = {
  generative: { taint: 'generative', statesOrigin: true },
  ambiguous: { taint: 'ambiguous', statesOrigin: false },
  'states an origin': { taint: 'non-generative', statesOrigin: true },
  'last operation only': { taint: 'non-generative', statesOrigin: false },
} as const;

describe('L5: DigitalSourceType', () => {
  it.each(Object.entries(TABLE).flatMap(([name, codes]) => codes.map((code) => [code, name] as const)))(
    '%s: %s',
    (code, name) => {
      expect(classifySourceType(code)).toEqual(CLASSES[name as keyof typeof CLASSES]);
      const c2pa = code === 'empty' || code === 'trainedAlgorithmicData';
      const path = c2pa ? 'c2pa.org/digitalsourcetype' : 'cv.iptc.org/newscodes/digitalsourcetype';
      for (const scheme of ['http', 'https'])
        expect(classifySourceType(`${scheme}://${path}/${code}`)).toEqual(CLASSES[name as keyof typeof CLASSES]);
    },
  );

  it.each([
    'DigitalCapture',
    'unknown',
    '',
    'digitalCapture ',
    'constructor',
    'ftp://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture',
    'http://cv.iptc.org/newscodes/digitalsourcetype/',
    'http://cv.iptc.org/newscodes/digitalsourcetype/empty',
    'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture?x',
    'http://cv.iptc.org/digitalsourcetype/digitalCapture',
    'http://c2pa.org/newscodes/digitalsourcetype/empty',
    'http://c2pa.org/digitalsourcetype/digitalCapture',
    'http://cv.iptc.org.evil.example/newscodes/digitalsourcetype/digitalCapture',
    null,
    1,
    ['digitalCapture'],
  ])('what is not in the table is ambiguous: %j', (value) => {
    expect(classifySourceType(value)).toEqual(CLASSES.ambiguous);
  });
});
