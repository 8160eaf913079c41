/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytes,
  derived,
  givenPlate,
  marked,
  member,
  members,
  OTHER_SHA,
  registered,
  SHA,
} from '../../testing/asset.js';
import { said, type Entry } from '../../testing/given.js';
import type { AssetFact } from '../events.js';
import { membersRoot } from '../members.js';
import type { AssetState } from '../state.js';
import { decideFacts, type FactOrigin } from './facts.js';

const identity = { dedup: 'new', contentDigest: 'x' };
const hook: FactOrigin = { source: '/acme/hook' };
const report =
  (...facts: readonly AssetFact[]) =>
  (state: AssetState) =>
    decideFacts(state, facts, identity, hook);
const conflict = (known: object, given: object, refused = 'new') => ({
  type: 'digest-conflict-reported',
  data: { known, given, refused },
});

describe('facts', () => {
  it('any may come first', () => {
    givenPlate().when(report(derived())).records(derived());
    givenPlate().when(report(marked)).records(marked);
  });

  it('several of one report are taken in together, in their order', () => {
    givenPlate()
      .when(report(registered(), bytes(), derived(), marked))
      .records(registered(), bytes(), derived(), marked);
  });

  it.each<AssetFact>([
    { type: 'aliased', data: { aliases: [{ scheme: 'reel', value: 'A001' }] } },
    {
      type: 'origin-detected',
      data: {
        signals: [
          {
            kind: 'c2pa',
            where: 'manifest',
            value: 'v',
            verdict: 'none',
            trust: 'none',
            detector: 'd',
            detectorVersion: '1',
          },
        ],
      },
    },
    { type: 'superseded', data: { by: 'plate_v2' } },
    { type: 'made-under', data: { usage: 'usg_1' } },
    derived({ inputs: [{ asset: 'camera', production: 'daybreak', kind: 'component' }] }),
    derived({ inputs: [{ digest: { md5: '1'.repeat(32) }, kind: 'component' }] }),
  ])('are recorded as they were said: %j', (fact) => {
    givenPlate().when(report(fact)).records(fact);
  });

  it('bad news is never refused: adverse and contradicting statements stand side by side', () => {
    const adverse: AssetFact = { type: 'facts-declared', data: { facts: { 'asset.genai': 'full' } } };
    const mild: AssetFact = { type: 'facts-declared', data: { facts: { 'asset.genai': 'none' } } };
    givenPlate(mild).when(report(adverse)).records(adverse);
    givenPlate(adverse).when(report(mild)).records(mild);
  });

  it('D2: go through while a promotion is open', () => {
    const open = { type: 'promotion-requested', data: { decision: 'dec_1', delivery: 'ep101' } };
    givenPlate(registered(), open).when(report(marked)).records(marked);
  });
});

describe('E3: keys', () => {
  const before = said(registered(), { dedup: 'new', contentDigest: 'x' });

  it('the same key with the same content is a duplicate', () => {
    givenPlate(before, said(bytes(), { dedup: 'new', contentDigest: 'x' }))
      .when(report(registered(), bytes()))
      .repeats({ contentDigest: 'x', revision: 1, n: 2, events: 2 });
  });

  it('the same key with other content is reuse and changes nothing', () => {
    givenPlate(said(registered(), { dedup: 'new', contentDigest: 'other' }))
      .when(report(registered()))
      .refuses({ slug: 'event-id-reused' });
  });

  it('reuse is seen before what is wrong with the new content', () => {
    givenPlate(said(registered(), { dedup: 'new', contentDigest: 'other' }))
      .when(report(derived({ inputs: [] })))
      .refuses({ slug: 'event-id-reused' });
  });

  it('the same content under another key is an ordinary fact, identical digests included', () => {
    givenPlate(registered(), bytes()).when(report(registered(), bytes())).records(registered(), bytes());
  });
});

describe('I3: bytes that differ', () => {
  const given = { sha256: OTHER_SHA };

  it('are refused and recorded', () => {
    givenPlate(bytes())
      .when(report(bytes(given)))
      .refuses({ slug: 'bytes-differ', members: { known: { sha256: SHA }, given } }, conflict({ sha256: SHA }, given));
  });

  it('are refused with everything else of the report', () => {
    givenPlate(bytes())
      .when(report(marked, bytes(given)))
      .refuses({ slug: 'bytes-differ', members: { known: { sha256: SHA }, given } }, conflict({ sha256: SHA }, given));
  });

  it('are recorded once for one refused event', () => {
    givenPlate(bytes(), conflict({ sha256: SHA }, given))
      .when(report(bytes(given)))
      .refuses({ slug: 'bytes-differ', members: { known: { sha256: SHA }, given } });
    givenPlate(bytes(), conflict({ sha256: SHA }, given, 'another event'))
      .when(report(bytes(given)))
      .refuses({ slug: 'bytes-differ', members: { known: { sha256: SHA }, given } }, conflict({ sha256: SHA }, given));
  });

  it('differ in any algorithm, a weak one included', () => {
    const [known, other] = [{ xxh64: '1'.repeat(16) }, { xxh64: '2'.repeat(16), sha256: SHA }];
    givenPlate(bytes(known))
      .when(report(bytes(other)))
      .refuses({ slug: 'bytes-differ', members: { known, given: other } }, conflict(known, other));
  });

  it('another algorithm is no difference', () => {
    givenPlate(bytes())
      .when(report(bytes({ md5: '1'.repeat(32) })))
      .records(bytes({ md5: '1'.repeat(32) }));
  });

  it('are seen within one report', () => {
    givenPlate()
      .when(report(bytes(), members([member('a', OTHER_SHA)])))
      .refuses(
        {
          slug: 'bytes-differ',
          members: { known: { sha256: SHA }, given: { sha256: membersRoot([member('a', OTHER_SHA)]) } },
        },
        conflict({ sha256: SHA }, { sha256: membersRoot([member('a', OTHER_SHA)]) }),
      );
  });

  it('are seen when the last part of the members completes another root', () => {
    const root = membersRoot([member('a', SHA), member('b', SHA)])!;
    const parts = [members([member('a', SHA)], 1, 2), members([member('b', SHA)], 2, 2)] as const;
    givenPlate(bytes({ sha256: root }), parts[0])
      .when(report(parts[1]))
      .records(parts[1]);
    givenPlate(bytes(), parts[0])
      .when(report(parts[1]))
      .refuses(
        { slug: 'bytes-differ', members: { known: { sha256: SHA }, given: { sha256: root } } },
        conflict({ sha256: SHA }, { sha256: root }),
      );
    givenPlate(...parts)
      .when(report(bytes()))
      .refuses(
        { slug: 'bytes-differ', members: { known: { sha256: root }, given: { sha256: SHA } } },
        conflict({ sha256: root }, { sha256: SHA }),
      );
  });

  it('are seen where two sources list members of which none contradicts another', () => {
    const [root, other] = [membersRoot([member('a', SHA)])!, membersRoot([member('b', SHA)])!];
    givenPlate(said(members([member('a', SHA)]), { source: '/other' }))
      .when(report(members([member('b', SHA)])))
      .refuses(
        { slug: 'bytes-differ', members: { known: { sha256: root }, given: { sha256: other } } },
        conflict({ sha256: root }, { sha256: other }),
      );
  });

  it('are seen in a single member, also from another source', () => {
    givenPlate(said(members([member('a', SHA)], 1, 2), { source: '/other' }))
      .when(report(members([member('a', OTHER_SHA)], 1, 2)))
      .refuses({ slug: 'bytes-differ', members: { known: { sha256: SHA }, given } }, conflict({ sha256: SHA }, given));
  });
});

describe('malformed facts', () => {
  const refusedAt = (...pointers: string[]) => ({ slug: 'invalid-event' as const, pointers });

  it('name the place, in a report with the member', () => {
    const broken = { type: 'registered', data: { name: 1, kind: 'image' } } as unknown as AssetFact;
    givenPlate().when(report(broken)).refuses(refusedAt('/data/name'));
    givenPlate()
      .when(report(broken, derived({ inputs: [] })))
      .refuses(refusedAt('/data/registered/name', '/data/derivedFrom/inputs'));
    givenPlate()
      .when((state) => decideFacts(state, [broken], identity, { ...hook, pointerOf: (type) => `/0/data/${type}` }))
      .refuses(refusedAt('/0/data/registered/name'));
  });

  it('no fact at all is refused', () => {
    givenPlate().when(report()).refuses(refusedAt('/data'));
  });

  it('L5: derived-from has at least one input', () => {
    givenPlate()
      .when(report(derived({ inputs: [] })))
      .refuses(refusedAt('/data/inputs'));
  });

  it.each<[string, AssetFact, string]>([
    ['an input that names nothing', derived({ inputs: [{ kind: 'component' }] }), '/data/inputs/0'],
    [
      'an input that names both',
      derived({ inputs: [{ asset: 'a', digest: { sha256: SHA }, kind: 'component' }] }),
      '/data/inputs/0',
    ],
    [
      'an input digest that is empty',
      derived({ inputs: [{ digest: {}, kind: 'component' }] }),
      '/data/inputs/0/digest',
    ],
    ['an input id that escapes', derived({ inputs: [{ asset: '../a', kind: 'component' }] }), '/data/inputs/0/asset'],
    [
      'an input of no production',
      derived({ inputs: [{ asset: 'a', production: 'A', kind: 'component' }] }),
      '/data/inputs/0/production',
    ],
    [
      'a production beside a digest',
      derived({ inputs: [{ digest: { sha256: SHA }, production: 'a', kind: 'component' }] }),
      '/data/inputs/0/production',
    ],
    [
      'a reference that names nothing',
      { type: 'generated-by-tool', data: { tool: { id: 't', version: '1' }, references: [{ asset: 'a' }, {}] } },
      '/data/references/1',
    ],
    [
      'an input of a tool that names nothing',
      { type: 'generated-by-tool', data: { tool: { id: 't', version: '1' }, inputs: [{ kind: 'component' }] } },
      '/data/inputs/0',
    ],
    ['bytes without a digest', bytes({}), '/data/digests'],
    ['bytes with a digest left open', bytes({ sha256: undefined }), '/data/digests'],
    ['a successor that is the asset itself', { type: 'superseded', data: { by: 'plate' } }, '/data/by'],
    ['a successor that is no id', { type: 'superseded', data: { by: 'a b' } }, '/data/by'],
    ['a usage that is no id', { type: 'made-under', data: { usage: 'the skies' } }, '/data/usage'],
    ['no alias', { type: 'aliased', data: { aliases: [] } }, '/data/aliases'],
    ['no signal', { type: 'origin-detected', data: { signals: [] } }, '/data/signals'],
    ['no member', members([]), '/data/members'],
    ['a member named twice', members([member('a', SHA), member('a', SHA)]), '/data/members/1/name'],
    ['a member without a name', members([member('', SHA)]), '/data/members/0/name'],
    ['a member without a digest', members([{ name: 'a', size: 1, digests: {} }]), '/data/members/0/digests'],
  ])('%s', (_, fact, pointer) => {
    givenPlate().when(report(fact)).refuses(refusedAt(pointer));
  });
});

describe('L4: lists in parts', () => {
  const part = (place: number | undefined, parts: number | undefined, list?: string) =>
    derived({ part: place, parts, list });
  const refusedAt = (pointer: string) => ({ slug: 'invalid-event' as const, pointers: [pointer] });

  it.each([
    ['part without parts', part(1, undefined), '/data/parts'],
    ['parts without part', part(undefined, 2), '/data/part'],
    ['a list without parts', part(undefined, undefined, 'l'), '/data/list'],
    ['part 0', part(0, 2), '/data/part'],
    ['a part beyond the last', part(3, 2), '/data/part'],
    ['no parts', part(0, 0), '/data/parts'],
  ])('%s is refused', (_, fact, pointer) => {
    givenPlate().when(report(fact)).refuses(refusedAt(pointer));
  });

  it('state the same number of parts throughout', () => {
    givenPlate(part(1, 2, 'l'))
      .when(report(part(2, 2, 'l')))
      .records(part(2, 2, 'l'));
    givenPlate(part(1, 2, 'l'))
      .when(report(part(2, 3, 'l')))
      .refuses(refusedAt('/data/parts'));
  });

  it('are kept apart by name, source and event type', () => {
    const [before, other] = [part(1, 2, 'l'), part(1, 3, 'm')];
    givenPlate(before).when(report(other)).records(other);
    givenPlate(said(before, { source: '/other' }))
      .when(report(part(1, 3, 'l')))
      .records(part(1, 3, 'l'));
    const generated: AssetFact = {
      type: 'generated-by-tool',
      data: { tool: { id: 't', version: '1' }, list: 'l', part: 1, parts: 3 },
    };
    givenPlate(before).when(report(generated)).records(generated);
  });

  it('are no continuation of a list that came whole', () => {
    const whole = derived();
    givenPlate(whole)
      .when(report(part(1, 2)))
      .records(part(1, 2));
  });

  it('said by a person, who has no source, belong together', () => {
    const said3 = (state: AssetState) => decideFacts(state, [part(2, 3, 'l')], identity);
    givenPlate(said(part(1, 2, 'l'), { source: null }))
      .when(said3)
      .refuses(refusedAt('/data/parts'));
    givenPlate(part(1, 2, 'l'))
      .when(said3)
      .records(part(2, 3, 'l'));
  });

  it('bind nobody once they are retracted', () => {
    const retraction = { retraction: 'ret_1', events: ['e0'], reason: 'wrong', evidence: [] };
    givenPlate(
      part(1, 2),
      { type: 'retraction-proposed', data: retraction },
      { type: 'fact-retracted', data: retraction },
    )
      .when(report(part(1, 3)))
      .records(part(1, 3));
  });

  it('of members say the same where a part comes again, and name nobody twice', () => {
    const first = members([member('a', SHA)], 1, 2);
    givenPlate(first).when(report(first)).records(first);
    givenPlate(first)
      .when(report(members([member('b', SHA)], 1, 2)))
      .refuses(refusedAt('/data/members'));
    givenPlate(members([member('a', SHA), member('b', SHA)], 1, 2))
      .when(report(members([member('a', SHA), member('c', SHA)], 1, 2)))
      .refuses(refusedAt('/data/members'));
    givenPlate(members([member('a', SHA), member('b', SHA)], 1, 2))
      .when(report(first))
      .refuses(refusedAt('/data/members'));
    givenPlate(first)
      .when(report(members([member('a', SHA)], 2, 2)))
      .refuses(refusedAt('/data/members/0/name'));
    const elsewhere = members([member('b', SHA)], 1, 2);
    givenPlate(said(first, { source: '/other' }))
      .when(report(elsewhere))
      .records(elsewhere);
  });
});

describe('deciding on facts', () => {
  const fact = fc.constantFrom<AssetFact>(
    registered(),
    bytes(),
    bytes({ sha256: OTHER_SHA }),
    bytes({ md5: '1'.repeat(32) }),
    derived(),
    derived({ part: 1, parts: 2 }),
    derived({ part: 2, parts: 3 }),
    members([member('a', SHA)]),
    members([member('a', OTHER_SHA)], 1, 2),
    marked,
  );
  const key = fc.constantFrom('k1', 'k2', 'k3', 'k4');

  /** What a stream holds after every report was decided on and, where it was accepted, appended. */
  function play(reports: readonly { readonly key: string; readonly facts: readonly AssetFact[] }[]) {
    const stream: Entry[] = [];
    const kinds = reports.map(({ key: dedup, facts }) => {
      const contentDigest = JSON.stringify(facts);
      const decision = decideFacts(givenPlate(...stream).state, facts, { dedup, contentDigest }, hook);
      if (decision.kind === 'accepted')
        stream.push(...decision.events.map((event) => said(event, { dedup, contentDigest })));
      return decision.kind;
    });
    return { stream, kinds };
  }
  const reports = fc.array(fc.record({ key, facts: fc.array(fact, { minLength: 1, maxLength: 3 }) }), {
    maxLength: 12,
  });

  it('is deterministic', () => {
    fc.assert(
      fc.property(reports, (all) => {
        expect(play(all)).toEqual(play(all));
      }),
    );
  });

  it('E3: a duplicate never appends, and what was accepted is a duplicate for ever', () => {
    fc.assert(
      fc.property(reports, (all) => {
        const { stream, kinds } = play(all);
        const { state } = givenPlate(...stream);
        for (const [index, { key: dedup, facts }] of all.entries()) {
          if (kinds[index] !== 'accepted') continue;
          expect(decideFacts(state, facts, { dedup, contentDigest: JSON.stringify(facts) }, hook).kind).toBe(
            'duplicate',
          );
        }
        expect(play([...all, ...all]).stream.length).toBeGreaterThanOrEqual(stream.length);
        expect(state.known.size).toBe(
          new Set(stream.map((entry) => ('envelope' in entry ? entry.envelope.dedup : ''))).size,
        );
      }),
    );
  });

  it('I3: no stream ever holds two digests of one algorithm', () => {
    fc.assert(
      fc.property(reports, (all) => {
        const { state } = givenPlate(...play(all).stream);
        const values = state.facts.flatMap((known) =>
          known.type === 'bytes-identified' ? [known.data.digests.sha256] : [],
        );
        expect(new Set(values.filter((value) => value !== undefined)).size).toBeLessThanOrEqual(1);
      }),
    );
  });
});
