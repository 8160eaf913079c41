import { describe, expect, it } from 'vitest';
import { detectOrigin } from '../detect-origin.js';
import { chunk, iTXt, png } from '../testing/png.js';

const IPTC = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const attribute = (value: string) => `<rdf:Description Iptc4xmpExt:DigitalSourceType="${value}"/>`;
const packet = (inside: string) =>
  `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta>${inside}</x:xmpmeta><?xpacket end="w"?>`;
const found = (text: string) => detectOrigin(Buffer.from(text), 'a.jpg').map(({ verdict, value }) => [verdict, value]);

const at = (offset: number) => Buffer.concat([Buffer.alloc(offset), Buffer.from(attribute('trainedAlgorithmicMedia'))]);

describe('the IPTC digital source type in XMP', () => {
  it('is a whole signal', () => {
    const text = packet(attribute(`${IPTC}trainedAlgorithmicMedia`));
    expect(detectOrigin(Buffer.from(text), 'a.jpg')).toEqual([
      {
        kind: 'xmp',
        where: `XMP DigitalSourceType at byte ${Buffer.from(text).indexOf('DigitalSourceType')}`,
        value: `${IPTC}trainedAlgorithmicMedia`,
        verdict: 'ai',
        trust: 'none',
        detector: 'xmp-digital-source-type',
        detectorVersion: '1',
      },
    ]);
  });

  it.each([
    ['trainedAlgorithmicMedia', 'ai'],
    ['trainedAlgorithmicData', 'ai'],
    ['compositeWithTrainedAlgorithmicMedia', 'ai-composite'],
    ['compositeSynthetic', 'ai-composite'],
    ['algorithmicMedia', 'procedural'],
    ['dataDrivenMedia', 'procedural'],
    ['digitalCreation', 'procedural'],
    ['digitalArt', 'procedural'],
    ['empty', 'procedural'],
    ['digitalCapture', 'claims-capture'],
    ['computationalCapture', 'claims-capture'],
    ['negativeFilm', 'claims-capture'],
    ['positiveFilm', 'claims-capture'],
    ['print', 'claims-capture'],
    ['screenCapture', 'claims-capture'],
    ['compositeCapture', 'claims-capture'],
    ['humanEdits', 'claims-capture'],
    ['minorHumanEdits', 'claims-capture'],
    ['composite', 'unreadable'],
    ['virtualRecording', 'unreadable'],
    ['algorithmicallyEnhanced', 'unreadable'],
    ['softwareImage', 'unreadable'],
    ['somethingNew', 'unreadable'],
  ])('L5, source type table: %s is %s', (code, verdict) => {
    expect(found(attribute(IPTC + code))).toEqual([[verdict, IPTC + code]]);
  });

  it('is read with http, https, as QCode, as bare code, in any case, and of c2pa.org', () => {
    for (const value of [
      `https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia`,
      `${IPTC}trainedalgorithmicmedia/`,
      'digsrctype:trainedAlgorithmicMedia',
      'trainedAlgorithmicMedia',
      'http://c2pa.org/digitalsourcetype/trainedAlgorithmicData',
    ]) {
      expect(found(attribute(value))).toEqual([['ai', value]]);
    }
  });

  it.each([
    ['an attribute in single quotes', `<d Iptc4xmpExt:DigitalSourceType = '${IPTC}trainedAlgorithmicMedia'/>`],
    ['an element', `<Iptc4xmpExt:DigitalSourceType>${IPTC}trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>`],
    ['an element with white space', `<i:DigitalSourceType>\n  ${IPTC}trainedAlgorithmicMedia\n</i:DigitalSourceType>`],
    [
      'an element with a language',
      `<i:DigitalSourceType xml:lang="en">${IPTC}trainedAlgorithmicMedia</i:DigitalSourceType>`,
    ],
    ['a resource', `<i:DigitalSourceType rdf:resource="${IPTC}trainedAlgorithmicMedia"/><i:Other>print</i:Other>`],
    [
      'a structure',
      `<i:DigitalSourceType rdf:parseType="Resource"><rdf:value>${IPTC}trainedAlgorithmicMedia</rdf:value></i:DigitalSourceType>`,
    ],
    [
      'a bag',
      `<i:DigitalSourceType><rdf:Bag><rdf:li>${IPTC}print</rdf:li><rdf:li>${IPTC}trainedAlgorithmicMedia</rdf:li></rdf:Bag></i:DigitalSourceType>`,
    ],
  ])('is read from %s', (_what, xml) => {
    expect(found(packet(xml))).toEqual([['ai', `${IPTC}trainedAlgorithmicMedia`]]);
  });

  it('does not take the value of the next property for its own', () => {
    expect(found('<i:DigitalSourceType/><i:Other>trainedAlgorithmicMedia</i:Other>')).toEqual([['unreadable', '']]);
    expect(found('<i:DigitalSourceType></i:DigitalSourceType><i:Other>trainedAlgorithmicMedia</i:Other>')).toEqual([
      ['unreadable', ''],
    ]);
  });

  it('is not seen in prose, in schemas and in end tags', () => {
    expect(
      found('the DigitalSourceType of a file; <name>DigitalSourceType</name>; NoDigitalSourceType="print"'),
    ).toEqual([]);
  });

  it('is found far into the bytes, but not beyond the head', () => {
    expect(detectOrigin(at(4_000_000), 'a.jpg')).toMatchObject([{ verdict: 'ai' }]);
    expect(detectOrigin(at(4 * 1024 * 1024), 'a.jpg')).toEqual([]);
  });

  it('is found in UTF-16 of either order', () => {
    const little = Buffer.from(packet(attribute(`${IPTC}trainedAlgorithmicMedia`)), 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big, Buffer.concat([Buffer.from([0]), little])]) {
      expect(detectOrigin(bytes, 'a.xmp')).toMatchObject([{ verdict: 'ai', value: `${IPTC}trainedAlgorithmicMedia` }]);
    }
  });

  it('is found once in a PNG, whether its XMP is compressed or not', () => {
    const xmp = packet(attribute(`${IPTC}compositeSynthetic`));
    for (const compressed of [false, true]) {
      expect(detectOrigin(png([iTXt('XML:com.adobe.xmp', xmp, compressed)]), 'a.png')).toMatchObject([
        { verdict: 'ai-composite' },
      ]);
    }
  });

  it('says so where the XMP of a PNG cannot be read', () => {
    const damaged = chunk('iTXt', Buffer.from('XML:com.adobe.xmp\0\u0001\0\0\0not deflated', 'latin1'));
    expect(detectOrigin(png([damaged]), 'a.png')).toMatchObject([{ kind: 'xmp', verdict: 'unreadable' }]);
  });
});
