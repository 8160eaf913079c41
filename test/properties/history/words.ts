import type { AssetFact, InputRef } from '@clearance/domain';
import type { DrawnInput, Fact } from './deeds.js';
import { digestOfText, SIZE, type Places } from './world.js';

/** The facts that one report holds. */
export function factsOf(fact: Fact, places: Places): AssetFact[] {
  const asset = places.asset(fact.at);
  const registered: AssetFact = { type: 'registered', data: { name: asset, kind: 'image' } };
  switch (fact.say) {
    case 'registered':
      return [registered];
    case 'bytes':
      return [bytes(fact.at, fact.which, places)];
    case 'plate':
      return plate(fact.at, places);
    case 'derived':
      return [{ type: 'derived-from', data: { inputs: inputsOf(fact.at, fact.inputs, places), ...statementOf(fact) } }];
    case 'version':
      return version(fact.of, fact.using, places);
    case 'generated': {
      const inputs = fact.inputs.filter(({ kind }) => kind !== 'reference');
      const references = fact.inputs
        .filter(({ kind }) => kind === 'reference')
        .map((each) => inputOf(fact.at, each, places));
      const tool = { id: 'comfyui', version: '0.3.44' };
      return [
        {
          type: 'generated-by-tool',
          data: { tool, inputs: inputsOf(fact.at, inputs, places), references, ...statementOf(fact) },
        },
      ];
    }
    case 'declared':
      return [{ type: 'facts-declared', data: { facts: fact.facts } }];
    case 'detected': {
      const signal = { kind: 'c2pa', where: 'manifest', value: 'x', trust: 'none', detector: 'test' } as const;
      return [
        {
          type: 'origin-detected',
          data: { signals: [{ ...signal, detectorVersion: '1', verdict: fact.verdict as 'ai' }] },
        },
      ];
    }
    case 'marked':
      return [{ type: 'marked-temporary', data: { reason: 'stand-in' } }];
    case 'members': {
      const { name, sha256 } = places.member(fact.at, fact.part);
      const members = [{ name, size: 1, digests: { sha256 } }];
      return [{ type: 'members-identified', data: { members, part: fact.part, parts: 2 } }];
    }
    case 'aliased':
      return [{ type: 'aliased', data: { aliases: [{ scheme: 'path', value: `/plates/${fact.at}` }] } }];
    case 'superseded':
      return [{ type: 'superseded', data: { by: places.asset(fact.at + 1) } }];
    default:
      throw new TypeError(`no words for ${JSON.stringify(fact satisfies never)}`);
  }
}

/** A camera original: nothing is left to ask. */
export function plate(at: number, places: Places): AssetFact[] {
  return [
    { type: 'registered', data: { name: places.asset(at), kind: 'image' } },
    bytes(at, 'all', places),
    { type: 'facts-declared', data: { facts: { 'asset.digitalSourceType': 'digitalCapture' } } },
  ];
}

/** A new version: of an older one, and made of something else. */
export function version(of: number, using: number, places: Places): AssetFact[] {
  const inputs = [
    { asset: places.asset(of), kind: 'revision' },
    { asset: places.asset(using), kind: 'component' },
  ] as const;
  return [{ type: 'derived-from', data: { inputs, inputsComplete: 'yes' } }];
}

export function bytes(at: number, which: string, places: Places): AssetFact {
  if (which === 'other') return { type: 'bytes-identified', data: { digests: places.digests(at + 1, 'sha256') } };
  const digests =
    which === 'all'
      ? places.digests(at, 'sha256', 'md5')
      : places.digests(at, which as 'sha256' | 'md5' | 'sha1' | 'xxh64');
  return { type: 'bytes-identified', data: { digests, ...(which === 'xxh64' ? { size: SIZE } : {}) } };
}

function inputsOf(at: number, inputs: readonly DrawnInput[], places: Places) {
  return inputs.map((each) => ({ ...inputOf(at, each, places), kind: each.kind }));
}

function inputOf(at: number, { to: drawn, named, back }: DrawnInput, places: Places): InputRef {
  if (typeof drawn === 'string') return { asset: drawn };
  const to = back && at % places.size > 0 ? drawn % (at % places.size) : drawn;
  if (named === 'sha256' || named === 'md5' || named === 'xxh64') return { digest: places.digests(to, named) };
  if (named === 'both')
    return { digest: { ...places.digests(to, 'md5'), sha256: digestOfText('sha256', 'of nobody') } };
  return { asset: places.asset(to), ...(named === 'elsewhere' ? { production: 'elsewhere' } : {}) };
}

function statementOf({ complete, part }: Extract<Fact, { say: 'derived' | 'generated' }>) {
  return {
    ...(complete === null ? {} : { inputsComplete: complete }),
    ...(part === null ? {} : { part: part.part, parts: 2, ...(part.list === null ? {} : { list: part.list }) }),
  };
}
