import { contentDigestOf } from '@clearance/canonical';
import { describe, expect, it } from 'vitest';
import { reportedEvent, sourceOf } from './cloud-event.js';
import { reportData, type Sighting } from './report-data.js';
import { readStatement, type StatementOptions } from './statement.js';

const sighting: Sighting = {
  path: 'Clips/sky.png',
  size: 3,
  digests: { sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
  seen: 'bytes',
  signals: [],
  members: null,
};

const dataOf = (options: StatementOptions, seen: Partial<Sighting> = {}) =>
  reportData({ ...sighting, ...seen }, readStatement(options));

describe('the one event of an ingested file', () => {
  it('says who it is, its bytes and its names', () => {
    expect(dataOf({})).toEqual([
      {
        registered: { name: 'sky.png', kind: 'image' },
        bytesIdentified: {
          digests: sighting.digests,
          size: 3,
          mediaType: 'image/png',
          fileName: 'sky.png',
          seen: 'bytes',
        },
        aliased: {
          aliases: [
            { scheme: 'path', value: 'Clips/sky.png' },
            { scheme: 'file-name', value: 'sky.png' },
          ],
        },
      },
    ]);
  });

  it('says what the caller states: labels, vendor, facts with their basis, and a temporary mark', () => {
    const [data] = dataOf({
      kind: 'video',
      label: ['reel=A002', 'shot=sh010'],
      vendor: 'acme-vfx',
      sourceType: 'digitalCapture',
      basis: 'camera-report',
      fact: ['asset.genai=none', 'likeness=[]'],
      temporary: 'AI placeholder',
    });
    expect(data).toMatchObject({
      registered: { kind: 'video', labels: { reel: 'A002', shot: 'sh010' }, vendor: 'acme-vfx' },
      factsDeclared: {
        facts: { 'asset.digitalSourceType': 'digitalCapture', 'asset.genai': 'none', likeness: [] },
        basis: 'camera-report',
      },
      markedTemporary: { reason: 'AI placeholder' },
    });
  });

  it('names inputs in one order, whatever their order on the command line', () => {
    const forth = dataOf({ input: ['sh010_bg_v002=component', 'ref@daybreak=reference'], inputsComplete: true });
    const back = dataOf({ input: ['ref@daybreak=reference', 'sh010_bg_v002=component'], inputsComplete: true });
    expect(forth).toEqual(back);
    expect(forth[0]).toMatchObject({
      derivedFrom: {
        inputs: [
          { asset: 'ref', production: 'daybreak', kind: 'reference' },
          { asset: 'sh010_bg_v002', kind: 'component' },
        ],
        inputsComplete: 'yes',
      },
    });
  });

  it('an input named by its digest stays a digest', () => {
    const [data] = dataOf({ input: [`sha256:${sighting.digests.sha256 ?? ''}=derivation`] });
    expect(data).toMatchObject({
      derivedFrom: { inputs: [{ digest: { sha256: sighting.digests.sha256 }, kind: 'derivation' }] },
    });
  });

  it('inputs of a tool belong to the tool', () => {
    const [data] = dataOf({
      generatedBy: 'comfyui@0.3.44',
      mode: 'inpaint',
      model: 'flux',
      input: ['plate=component'],
    });
    expect(data).not.toHaveProperty('derivedFrom');
    expect(data).toMatchObject({
      generatedByTool: {
        tool: { id: 'comfyui', version: '0.3.44', mode: 'inpaint' },
        model: 'flux',
        inputs: [{ asset: 'plate', kind: 'component' }],
      },
    });
  });

  it('an alias that is too long for the ledger is left out, the digests stay', () => {
    const [data] = dataOf({}, { path: `${'a/'.repeat(600)}sky.png` });
    expect(data).toMatchObject({ aliased: { aliases: [{ scheme: 'file-name', value: 'sky.png' }] } });
  });

  it('the frames of a long sequence come in numbered parts, each within an event', () => {
    const members = Array.from({ length: 3000 }, (_, at) => ({
      name: `sh010.${1001 + at}.exr`,
      frame: 1001 + at,
      size: 9,
      digests: sighting.digests,
    }));
    const parts = dataOf({}, { path: 'sh010.####.exr', members });
    const frames = parts.map(
      (part) => part['membersIdentified'] as { members: unknown[]; part: number; parts: number },
    );
    expect(frames.map(({ part, parts: of }) => [part, of])).toEqual(parts.map((_, at) => [at + 1, parts.length]));
    expect(parts.length).toBeGreaterThan(1);
    expect(frames.flatMap((part) => part.members)).toEqual(members);
    expect(parts[0]).toMatchObject({ registered: { name: 'sh010.####.exr', kind: 'image-sequence' } });
    expect(Object.keys(parts[1] ?? {})).toEqual(['membersIdentified']);
    for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(250 * 1024);
  });

  it.each<[string, StatementOptions]>([
    ['--generated-by must be TOOL@VERSION, but is "comfyui"', { generatedBy: 'comfyui' }],
    ['--mode and --model go with --generated-by', { mode: 'inpaint' }],
    ['--basis goes with --source-type or --fact', { basis: 'tracker' }],
    ['--inputs-complete goes with --input or --generated-by', { inputsComplete: true }],
    ['the kind of --input must be one of', { input: ['plate=ingredient'] }],
    ['--input must be ASSET=KIND, but is "plate"', { input: ['plate'] }],
    ['--label reel is given twice', { label: ['reel=a', 'reel=b'] }],
    ['--fact likeness starts as JSON but cannot be read', { fact: ['likeness=[{'] }],
    ['--temporary must not be empty', { temporary: ' ' }],
    ['--kind must be one of', { kind: 'picture' }],
  ])('usage: %s', (message, options) => {
    expect(() => readStatement(options)).toThrow(message);
  });
});

const attributes = { source: sourceOf('k.ito@studio.example'), production: 'nightfall', person: null };
const spoken = (person: string | null) => reportedEvent('sky', {}, { ...attributes, person });

describe('its envelope', () => {
  it('its id comes from asset and content, and it has no time: a second run is the same event', () => {
    const data = { registered: { name: 'sky.png', kind: 'image' } };
    expect(reportedEvent('sky', data, attributes)).toEqual({
      specversion: '1.0',
      type: 'clearance.asset.reported.v1',
      source: 'urn:clearance:cli:k.ito@studio.example',
      id: `sky@${contentDigestOf(data)}`,
      subject: 'sky',
      production: 'nightfall',
      datacontenttype: 'application/json',
      data,
    });
  });

  it('the order of members in the data changes nothing', () => {
    expect(reportedEvent('sky', { a: 1, b: 2 }, attributes).id).toBe(
      reportedEvent('sky', { b: 2, a: 1 }, attributes).id,
    );
  });

  it('the person spoken for is content (E1), so another person is another event', () => {
    expect(spoken('maya@vendor.example')).toMatchObject({ authtype: 'user', authid: 'maya@vendor.example' });
    expect(new Set([spoken(null).id, spoken('maya@vendor.example').id, spoken('joe@vendor.example').id]).size).toBe(3);
  });

  it('a subject with spaces still makes a URI of the source', () => {
    expect(sourceOf('farm node #3')).toBe('urn:clearance:cli:farm%20node%20%233');
  });
});
