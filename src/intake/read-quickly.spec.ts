import type { ClassConstructor } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainOf, readInto, readQuickly } from '../http/fields/index.js';
import { membersOf } from '../http/fields/members.js';
import { FACT_DTOS, ReportedDto } from './dto/reported.dto.js';

const SHA256 = 'AB'.repeat(32);
const input = { asset: 'plate/harbour', kind: 'component', production: null };
const lineage = { inputsComplete: 'yes', basis: 'observed', list: 'l', part: 1, parts: 2, vendor: 'v', step: 's' };

/** One valid object of each class that uses all it has, nulls included. */
const SAMPLES: Readonly<Record<keyof typeof FACT_DTOS, Record<string, unknown>>> = {
  registered: { name: 'sh010', kind: 'image', labels: { shot: 'sh010' }, vendor: null },
  'bytes-identified': {
    digests: { sha256: SHA256, md5: null, c4: `c4${'1'.repeat(88)}` },
    size: 1,
    mediaType: 'image/x-exr',
    fileName: null,
    seen: 'bytes',
  },
  'members-identified': {
    members: [
      { name: 'a.exr', frame: -1, size: 0, digests: { xxh64: 'F'.repeat(16) } },
      { name: 'b.exr', frame: null, size: 5, digests: { sha1: '0'.repeat(40) } },
    ],
    part: 1,
    parts: 1,
  },
  aliased: { aliases: [{ scheme: 'umid', value: 'x' }] },
  'generated-by-tool': {
    ...lineage,
    tool: { id: 'comfyui', version: '0.3', mode: null },
    model: 'm',
    inputs: [input],
    references: [{ digest: { sha256: SHA256 } }],
  },
  'derived-from': { ...lineage, inputs: [input, { digest: { sha256: SHA256 }, kind: 'reference' }], tool: null },
  'facts-declared': {
    facts: { 'asset.genai': 'none', likeness: [{ who: ['x'], n: 1e21 }] },
    basis: 'tracker',
    evidence: [{ ref: 'dms://1', title: null, mediaType: 'application/pdf', digest: { sha256: SHA256 } }],
  },
  'origin-detected': {
    signals: [
      {
        kind: 'c2pa',
        where: 'w',
        value: 'v',
        verdict: 'none',
        trust: 'valid',
        detector: 'd',
        detectorVersion: '1',
      },
    ],
  },
  'marked-temporary': { reason: 'AI placeholder' },
  superseded: { by: 'plate/harbour_v2', reason: null },
  'made-under': { usage: 'usg_1' },
};

const CLASSES: [string, ClassConstructor<object>, Record<string, unknown>][] = [
  ...Object.entries(FACT_DTOS).map(([name, type]): [string, ClassConstructor<object>, Record<string, unknown>] => [
    name,
    type,
    SAMPLES[name as keyof typeof FACT_DTOS],
  ]),
  [
    'reported',
    ReportedDto,
    {
      registered: SAMPLES.registered,
      bytesIdentified: SAMPLES['bytes-identified'],
      derivedFrom: SAMPLES['derived-from'],
      factsDeclared: null,
    },
  ],
];

/** What class-validator makes of it: the ledger's spelling as text, null where there are faults. */
function slowly(type: ClassConstructor<object>, given: object): string | null {
  const { value, errors } = readInto(type, given);
  return errors.length === 0 ? JSON.stringify(plainOf(value)) : null;
}
function quickly(type: ClassConstructor<object>, given: object): string | null {
  const plain = readQuickly(type, given);
  return plain === null ? null : JSON.stringify(plain);
}

/** Values that are right in some places and wrong in others. */
const value = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, '', ' ', 'x', 'yes', 'component', 'image', SHA256, 'a/../b', 'ok/id'),
  fc.constantFrom<unknown>(0, 1, -1, 1.5, 2 ** 53, {}, [], [null], [{}], [[]], ['x'], { a: null }, { asset: 'a' }),
  fc.constantFrom<unknown>({ sha256: SHA256 }, [{ asset: 'a', kind: 'component' }], 'x'.repeat(8193), '\u202e', 'a\nb'),
  fc.jsonValue({ maxDepth: 2 }),
);
const member = fc
  .oneof(
    fc.constantFrom('asset', 'digest', 'production', 'name', 'reason', 'inputs', 'tool', 'sha256', 'x', '0'),
    fc.string({ maxLength: 4 }),
  )
  .filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));

interface Change {
  readonly where: number;
  readonly how: 'replace' | 'remove' | 'add';
  readonly name: string;
  readonly value: unknown;
}
const changes = fc.array(
  fc.record<Change>({ where: fc.nat(), how: fc.constantFrom('replace', 'remove', 'add'), name: member, value }),
  { maxLength: 3 },
);

/** A copy of a sample with changes at any depth. */
function changed(sample: object, list: readonly Change[]): object {
  const copy = structuredClone(sample) as Record<string, unknown>;
  for (const { where, how, name, value: shared } of list) {
    const given = structuredClone(shared);
    const places = placesIn(copy);
    const [owner, key] = places[where % places.length] ?? [copy, name];
    if (how === 'replace') owner[key] = given;
    else if (how === 'add') owner[name] = given;
    else if (Array.isArray(owner)) owner.splice(Number(key), 1);
    else delete owner[key];
  }
  return JSON.parse(JSON.stringify(copy)) as object;
}
function placesIn(owner: Record<string, unknown>): [Record<string, unknown>, string][] {
  return Object.keys(owner).flatMap((key) => {
    const inner = owner[key];
    const below = inner !== null && typeof inner === 'object' ? placesIn(inner as Record<string, unknown>) : [];
    return [[owner, key] as [Record<string, unknown>, string], ...below];
  });
}

function holdsListInList(at: unknown): boolean {
  if (at === null || typeof at !== 'object') return false;
  const inner = Object.values(at);
  return (Array.isArray(at) && inner.some(Array.isArray)) || inner.some(holdsListInList);
}

describe.each(CLASSES)('%s, read quickly', (_name, type, sample) => {
  it('is what class-validator makes of it, where nothing is wrong', () => {
    const text = slowly(type, sample);
    expect(text).not.toBeNull();
    expect(quickly(type, sample)).toBe(text);
  });

  it('is never valid where class-validator finds a fault, and else the same', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const given = changed(sample, list);
        const slow = slowly(type, given);
        const quick = quickly(type, structuredClone(given));
        // class-validator lets a list pass for an object in a list; that is left to it and to the domain.
        expect(quick).toBe(quick === null && holdsListInList(given) ? null : slow);
      }),
      { numRuns: 400 },
    );
  });

  it('knows every check that class-validator knows', () => {
    const seen = new Set<object>();
    const look = (at: ClassConstructor<object>): void => {
      if (seen.has(at)) return;
      seen.add(at);
      const members = membersOf(at);
      const known = [...members.values()].flatMap(({ name, checks }) => checks.map((check) => `${name} ${check.name}`));
      const rules = getMetadataStorage().getTargetValidationMetadatas(at, '', false, false);
      const BUILT_IN = ['isDefined', 'isOptional', 'isObject', 'isArray', 'nestedValidation'];
      const kinds = rules.map(({ propertyName, name, type: kind }) => ({ propertyName, kind: name ?? kind }));
      const own = kinds.filter(({ kind }) => !BUILT_IN.includes(kind));
      expect(own.map(({ propertyName, kind }) => `${propertyName} ${kind}`).sort()).toEqual(known.sort());
      for (const { nested } of members.values()) if (nested !== null) look(nested());
    };
    look(type);
  });
});
