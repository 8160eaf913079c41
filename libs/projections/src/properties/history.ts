import { EDGE_KINDS, REACHES, RETRACTABLE, type EdgeKind, type InputRef } from '@clearance/domain';
import * as fc from 'fast-check';
import {
  ANYWHERE,
  aliased,
  approved,
  confirmed,
  declared,
  deliveryOpened,
  digestsOfBytes,
  eventIdFor,
  EVERYWHERE,
  inventedId,
  ITO,
  keyOf,
  marked,
  ofAsset,
  OKAFOR,
  PRODUCTION,
  registered,
  released,
  saying,
  type About,
  type Saying,
} from '../testing/index.js';

/** Times in a history: the ledger's clock starts here and goes on a second an event, or as a step says. */
export const START = Date.parse('2026-03-01T10:00:00.000Z');
export const timeAt = (seconds: number) => new Date(START + seconds * 1_000).toISOString();

/** What happens to the read model after something was said. */
export interface Next {
  /** What was said since the last time is applied, in one transaction. */
  readonly flush: boolean;
  readonly settles: number;
  readonly budget: number;
  readonly sentinel: boolean;
  readonly look: boolean;
}
export interface Moment {
  readonly sayings: readonly Saying[];
  readonly next: Next;
}

const MOST = 8;
const DELIVERIES = ['ep101', 'trailer'];
const PEOPLE = ['tea@vendor.example', ITO, OKAFOR] as const;
/** One time in five. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const anyPlace = fc.nat(MOST - 1);
const person = fc.constantFrom(ITO, OKAFOR);
const maker = fc.record({
  by: fc.constantFrom(...PEOPLE.slice(0, 1), ...PEOPLE.slice(0, 1), ...PEOPLE.slice(0, 1), ITO),
  authid: fc.constantFrom(undefined, undefined, undefined, undefined, ITO, 'N.OKAFOR@studio.example'),
});

const input = fc.record({
  to: fc.oneof({ weight: 8, arbitrary: anyPlace }, { weight: 1, arbitrary: fc.constantFrom('ghost', 'wraith') }),
  kind: fc.oneof(
    { weight: 3, arbitrary: fc.constant<EdgeKind>('component') },
    { weight: 3, arbitrary: fc.constant<EdgeKind>('revision') },
    { weight: 3, arbitrary: fc.constantFrom(...EDGE_KINDS) },
  ),
  named: fc.constantFrom('asset', 'asset', 'asset', 'asset', 'asset', 'sha256', 'md5', 'elsewhere'),
});
const lineage = {
  complete: fc.constantFrom('yes', 'yes', 'yes', 'no', 'unknown', undefined),
  part: fc.constantFrom(undefined, undefined, undefined, 1, 2),
};
const DECLARED: readonly Readonly<Record<string, unknown>>[] = [
  { 'asset.digitalSourceType': 'digitalCapture' },
  { 'asset.digitalSourceType': 'digitalCapture' },
  { 'asset.digitalSourceType': 'trainedAlgorithmicMedia' },
  { 'asset.digitalSourceType': 'composite' },
  { 'asset.digitalSourceType': 'humanEdits' },
  { 'asset.genai': 'partial' },
  { 'asset.genai': 'none' },
  { 'asset.genai': 'unknown' },
  { 'asset.stage': 'temporary' },
  { 'asset.stage': 'deliverable' },
  { 'asset.stage': 'whatever' },
];

const saidFact = fc.oneof(
  { weight: 3, arbitrary: fc.record({ say: fc.constant('registered'), at: anyPlace, maker }) },
  {
    weight: 4,
    arbitrary: fc.record({
      say: fc.constant('bytes'),
      at: anyPlace,
      which: fc.constantFrom('both', 'both', 'sha256', 'md5'),
      maker,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ say: fc.constant('plate'), at: anyPlace, maker }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      say: fc.constant('derived'),
      at: anyPlace,
      inputs: fc.array(input, { minLength: 1, maxLength: 3 }),
      ...lineage,
      maker,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      say: fc.constant('generated'),
      at: anyPlace,
      inputs: fc.array(input, { maxLength: 2 }),
      ...lineage,
      maker,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ say: fc.constant('declared'), at: anyPlace, facts: fc.constantFrom(...DECLARED), maker }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      say: fc.constant('detected'),
      at: anyPlace,
      verdict: fc.constantFrom('ai', 'tampered', 'none'),
      maker,
    }),
  },
  { weight: 2, arbitrary: fc.record({ say: fc.constant('marked'), at: anyPlace, maker }) },
  {
    weight: 1,
    arbitrary: fc.record({ say: fc.constant('members'), at: anyPlace, part: fc.constantFrom(1, 2), maker }),
  },
  { weight: 1, arbitrary: fc.record({ say: fc.constantFrom('aliased', 'superseded'), at: anyPlace, maker }) },
);

const act = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      say: fc.constant('approved'),
      at: anyPlace,
      roots: fc.oneof(fc.constant([0, 1, 2, 3, 4, 5, 6, 7]), fc.uniqueArray(anyPlace, { minLength: 1, maxLength: 3 })),
      rule: seldom(fc.constant('base-temporary-mark')),
      kind: seldom(fc.constant('ruling')),
      reach: fc.constantFrom(...REACHES),
      territory: seldom(fc.constant('FR')),
      expires: seldom(fc.integer({ min: 5, max: 80 })),
      from: seldom(fc.integer({ min: 5, max: 80 })),
      right: fc.constantFrom(true, true, true, true, false),
      by: person,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      say: fc.constant('revoked'),
      which: fc.nat(20),
      from: seldom(fc.integer({ min: -5, max: 60 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ say: fc.constant('lifted'), at: anyPlace, which: fc.nat(20), by: person }) },
  {
    weight: 3,
    arbitrary: fc.record({
      say: fc.constant('retracted'),
      which: fc.nat(40),
      proposer: person,
      by: person,
      end: fc.constantFrom('accepted', 'accepted', 'accepted', 'rejected', 'open'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      say: fc.constant('confirmed'),
      at: anyPlace,
      of: anyPlace,
      roots: fc.uniqueArray(anyPlace, { minLength: 1, maxLength: 3 }),
      by: person,
    }),
  },
  { weight: 1, arbitrary: fc.record({ say: fc.constant('odd'), at: anyPlace }) },
  {
    weight: 3,
    arbitrary: fc.record({
      say: fc.constant('released'),
      delivery: fc.constantFrom(...DELIVERIES),
      items: fc.uniqueArray(anyPlace, { minLength: 1, maxLength: 4 }),
      use: fc.constantFrom('anywhere', 'anywhere', 'FR', 'review'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ say: fc.constant('recalled'), delivery: fc.constantFrom(...DELIVERIES) }) },
  { weight: 2, arbitrary: fc.record({ say: fc.constant('jump'), seconds: fc.integer({ min: -20, max: 60 }) }) },
);

export type Fact = typeof saidFact extends fc.Arbitrary<infer T> ? T : never;
export type Deed = Fact | (typeof act extends fc.Arbitrary<infer T> ? T : never);

const after = fc.record<Next>({
  flush: fc.boolean(),
  settles: fc.nat(3),
  budget: fc.integer({ min: 1, max: 4 }),
  sentinel: fc.constantFrom(false, false, true),
  look: fc.constantFrom(false, false, false, true),
});

/** How assets and bytes belong together: by place, the names of the bytes that give the asset its sha256 and its md5. */
const world = fc.integer({ min: 3, max: MOST }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    begin: fc.array(
      fc.record({
        as: fc.constantFrom('nothing', 'plate', 'plate', 'generated', 'comp', 'comp', 'comp'),
        inputs: fc.array(fc.record({ back: fc.integer({ min: 1, max: 4 }), kind: input.map(({ kind }) => kind) }), {
          minLength: 1,
          maxLength: 2,
        }),
      }),
      { minLength: MOST, maxLength: MOST },
    ),
    sha: fc.array(seldom(fc.nat(size - 1)), { minLength: MOST, maxLength: MOST }),
    md5: fc.array(seldom(fc.nat(size - 1)), { minLength: MOST, maxLength: MOST }),
  }),
);
export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

export interface Drawn {
  readonly world: World;
  readonly deeds: readonly { readonly deed: Deed; readonly next: Next }[];
}

const deeds = (most: number) =>
  fc.array(
    fc.record({
      deed: fc.oneof({ weight: 3, arbitrary: saidFact }, { weight: 2, arbitrary: act }),
      next: after,
    }),
    { minLength: 1, maxLength: most, size: 'max' },
  );

export const histories: fc.Arbitrary<Drawn> = fc.record({ world, deeds: deeds(40) });
export const factsOnly = fc.record({
  world,
  facts: fc.array(saidFact, { minLength: 2, maxLength: 24, size: 'max' }),
});

/** The events of a history. What refers to something that is not there (a mark to lift, an approval to revoke) is left out. */
export function momentsOf({ world: at, deeds: drawn }: Drawn): Moment[] {
  const teller = new Teller(at);
  const opening: Moment = {
    sayings: teller.timed([...DELIVERIES.map((delivery) => deliveryOpened(delivery)), ...teller.begin()]),
    next: { flush: false, settles: 0, budget: 1, sentinel: false, look: false },
  };
  return [opening, ...drawn.map(({ deed, next }) => ({ sayings: teller.timed(teller.tell(deed)), next }))];
}

/** Facts that state when it was so, each at a time of its own. */
export function factsOf({ world: at, facts }: { readonly world: World; readonly facts: readonly Fact[] }): Saying[] {
  const teller = new Teller(at);
  return facts.flatMap((fact, index) => teller.tell(fact, timeAt(-10_000 + index)));
}

class Teller {
  private seconds = 0;
  private count = 0;
  private readonly marks: Saying[] = [];
  private readonly retractable: Saying[] = [];
  private readonly approvals: { asset: string; approval: string; revoked: boolean }[] = [];
  private readonly recalled = new Set<string>();
  /** Assets that something was said of, or that something names: nobody decides about others. */
  private readonly known = new Set<string>();
  /** I3: what is a sequence has its sha256 from its members and nowhere else. */
  private readonly sequences = new Set<string>();
  private readonly whole = new Set<string>();

  constructor(private readonly lay: World) {}

  timed(sayings: readonly Saying[]): Saying[] {
    return sayings.map((each) => {
      this.seconds += 1;
      return { ...each, recordedAt: timeAt(this.seconds) };
    });
  }

  tell(deed: Deed, at?: string): Saying[] {
    const told = this.words(deed, at);
    for (const each of told) {
      if (each.stream.startsWith('asset-')) this.known.add(each.stream.split('/')[1]!);
      for (const { asset } of (each.data as { inputs?: InputRef[] }).inputs ?? [])
        if (asset !== undefined) this.known.add(asset);
      if (each.type === 'marked-temporary') this.marks.push(each);
      if ((RETRACTABLE as readonly string[]).includes(each.type)) this.retractable.push(each);
    }
    return told;
  }

  /** A production in order, before anything is drawn: otherwise hardly anything is ever clear. */
  begin(): Saying[] {
    const by = { maker: { by: PEOPLE[0], authid: undefined } } as const;
    return this.lay.begin.slice(0, this.lay.size).flatMap(({ as, inputs }, at): Saying[] => {
      if (as === 'nothing') return [];
      if (as === 'plate') return this.tell({ say: 'plate', at, ...by });
      const bare = [
        ...this.tell({ say: 'registered', at, ...by }),
        ...this.tell({ say: 'bytes', at, which: 'both', ...by }),
      ];
      const used = inputs
        .filter(({ back }) => as === 'comp' && back <= at)
        .map(({ back, kind }) => ({ to: at - back, kind, named: 'asset' as const }));
      const made = { at, inputs: used, complete: 'yes', part: undefined, ...by } as const;
      if (as === 'generated') return [...bare, ...this.tell({ say: 'generated', ...made })];
      return used.length === 0 ? bare : [...bare, ...this.tell({ say: 'derived', ...made })];
    });
  }

  private words(deed: Deed, at?: string): Saying[] {
    this.count += 1;
    const id = `${this.count}`;
    const about = (who: { by?: string | undefined; authid?: string | undefined }, suffix = ''): About => ({
      id: `${id}${suffix}`,
      ...(who.by === undefined ? {} : { by: who.by }),
      ...(who.authid === undefined ? {} : { authid: who.authid }),
      ...(at === undefined ? {} : { at }),
    });
    switch (deed.say) {
      case 'registered':
        return [registered(this.asset(deed.at), {}, about(deed.maker))];
      case 'bytes':
        return [this.bytes(deed.at, deed.which, about(deed.maker))];
      case 'plate':
        return [
          registered(this.asset(deed.at), {}, about(deed.maker, 'r')),
          this.bytes(deed.at, 'both', about(deed.maker, 'b')),
          declared(this.asset(deed.at), DECLARED[0]!, about(deed.maker, 'd')),
        ];
      case 'derived':
      case 'generated': {
        const data = {
          ...(deed.complete === undefined ? {} : { inputsComplete: deed.complete }),
          ...(deed.part === undefined ? {} : { list: 'inputs', part: deed.part, parts: 2 }),
        };
        const inputs = deed.inputs.map((each) => ({ ...this.input(each), kind: each.kind }));
        if (deed.say === 'derived')
          return [ofAsset(this.asset(deed.at), 'derived-from', { inputs, ...data }, about(deed.maker))];
        const references = deed.inputs.filter(({ kind }) => kind === 'reference').map((each) => this.input(each));
        const tool = { id: 'comfyui', version: '0.3.44' };
        const used = inputs.filter(({ kind }) => kind !== 'reference');
        return [
          ofAsset(
            this.asset(deed.at),
            'generated-by-tool',
            { tool, ...data, inputs: used, references },
            about(deed.maker),
          ),
        ];
      }
      case 'declared':
        return [declared(this.asset(deed.at), deed.facts, about(deed.maker))];
      case 'detected': {
        const signal = { kind: 'c2pa', where: 'manifest', value: 'x', verdict: deed.verdict, trust: 'none' };
        const signals = [{ ...signal, detector: 'test', detectorVersion: '1' }];
        return [ofAsset(this.asset(deed.at), 'origin-detected', { signals }, about(deed.maker))];
      }
      case 'marked':
        return [marked(this.asset(deed.at), 'stand-in', about(deed.maker))];
      case 'members': {
        const asset = this.asset(deed.at);
        if (this.whole.has(asset)) return [];
        this.sequences.add(asset);
        const name = `${asset}.000${deed.part}.exr`;
        const members = [{ name, size: 1, digests: { sha256: digestsOfBytes(name).sha256 } }];
        return [ofAsset(asset, 'members-identified', { members, part: deed.part, parts: 2 }, about(deed.maker))];
      }
      case 'aliased':
        return [aliased(this.asset(deed.at), 'path', `/plates/${deed.at}`, about(deed.maker))];
      case 'superseded':
        return [ofAsset(this.asset(deed.at), 'superseded', { by: this.asset(deed.at + 1) }, about(deed.maker))];
      case 'approved': {
        const asset = this.asset(deed.at);
        const roots = this.knownOnes(deed.roots);
        if (roots.length === 0) return [];
        const approval = inventedId('apr', id);
        this.approvals.push({ asset, approval, revoked: false });
        const window = deed.from === undefined ? null : { from: timeAt(this.seconds + deed.from), until: null };
        return [
          approved(
            asset,
            roots.map((root) => keyOf(deed.rule ?? 'base-generated', root)),
            {
              approval,
              kind: deed.kind ?? 'written',
              reach: deed.reach,
              bytes: deed.right ? this.shaName(deed.at) : 'other bytes',
              expiresAt: deed.expires === undefined ? null : timeAt(this.seconds + deed.expires),
              scope: { ...ANYWHERE, territories: [deed.territory ?? '*'], window },
            },
            { id, by: deed.by },
          ),
        ];
      }
      case 'revoked': {
        const standing = this.approvals.filter(({ revoked }) => !revoked);
        const picked = standing[deed.which % Math.max(standing.length, 1)];
        if (picked === undefined) return [];
        picked.revoked = true;
        const effect = deed.from === undefined ? 'ab-initio' : 'from';
        const effectiveAt = deed.from === undefined ? null : timeAt(this.seconds + deed.from);
        const data = { approval: picked.approval, reason: 'in error', effect, effectiveAt, evidence: [] };
        return [ofAsset(picked.asset, 'approval-revoked', data, { id, by: OKAFOR })];
      }
      case 'lifted': {
        const mark = this.marks[deed.which % Math.max(this.marks.length, 1)];
        if (mark === undefined) return [];
        const digest = { sha256: digestsOfBytes(this.shaName(deed.at)).sha256 };
        const data = { marks: [eventIdFor(mark)], reason: 'replaced', digest, evidence: [] };
        // On the marked claim or on another one of the same bytes; elsewhere it means nothing.
        const asset = deed.which % 2 === 0 ? mark.stream.split('/')[1]! : this.asset(deed.at);
        return [ofAsset(asset, 'temporary-mark-lifted', data, { id, by: deed.by })];
      }
      case 'retracted': {
        const fact = this.retractable[deed.which % Math.max(this.retractable.length, 1)];
        if (fact === undefined) return [];
        const data = { retraction: inventedId('ret', id), events: [eventIdFor(fact)], reason: 'wrong', evidence: [] };
        const { events: _, ...closing } = data;
        const proposed = saying(fact.stream, 'retraction-proposed', data, { id: `${id}p`, by: deed.proposer });
        if (deed.end === 'open') return [proposed];
        const accepting = deed.end === 'accepted';
        return [
          proposed,
          saying(fact.stream, accepting ? 'fact-retracted' : 'retraction-rejected', accepting ? data : closing, {
            id: `${id}c`,
            by: deed.by,
          }),
        ];
      }
      case 'confirmed': {
        const asset = this.asset(deed.at);
        const [of] = this.knownOnes([deed.of]);
        const roots = this.knownOnes(deed.roots);
        if (of === undefined || roots.length === 0) return [];
        const said = confirmed(asset, of, roots);
        const digest = { sha256: digestsOfBytes(this.shaName(deed.at)).sha256 };
        return [ofAsset(asset, said.type, { ...said.data, digest }, { id, by: deed.by })];
      }
      case 'odd':
        // One bad event in eight: otherwise everything is a fault.
        return this.count % 8 === 0 ? [ofAsset(this.asset(deed.at), 'not-an-event', { any: 'thing' }, { id })] : [];
      case 'released': {
        if (this.recalled.has(deed.delivery)) return [];
        const use = deed.use === 'review' ? ({ ...EVERYWHERE, class: 'review' } as const) : EVERYWHERE;
        // Bytes that nobody registered make each release another one.
        const items = [...deed.items.map((item) => this.shaName(item)), `bytes of release ${id}`];
        return released(deed.delivery, [...new Set(items)], {
          use: deed.use === 'FR' ? { ...EVERYWHERE, territories: ['FR'] } : use,
        });
      }
      case 'recalled': {
        if (this.recalled.has(deed.delivery) || this.count % 3 !== 0) return [];
        this.recalled.add(deed.delivery);
        const data = { release: 'any', reason: 'wrong', cause: null, paths: [] };
        return [saying(`delivery-${PRODUCTION}/${deed.delivery}`, 'recalled', data, { id })];
      }
      case 'jump':
        this.seconds += deed.seconds;
        return [];
      default:
        throw new TypeError(`no words for ${JSON.stringify(deed satisfies never)}`);
    }
  }

  private asset(index: number): string {
    return `a${index % this.lay.size}`;
  }

  private knownOnes(places: readonly number[]): string[] {
    return [...new Set(places.map((index) => this.asset(index)))].filter((asset) => this.known.has(asset));
  }

  private shaName(index: number): string {
    const place = index % this.lay.size;
    return `bytes ${this.lay.sha[place] ?? place}`;
  }

  private md5Name(index: number): string {
    const place = index % this.lay.size;
    return `bytes ${this.lay.md5[place] ?? this.lay.sha[place] ?? place}`;
  }

  private bytes(index: number, which: string, about: About): Saying {
    const sha256 = digestsOfBytes(this.shaName(index)).sha256;
    const md5 = digestsOfBytes(this.md5Name(index)).md5;
    const asset = this.asset(index);
    const parted = this.sequences.has(asset);
    if (!parted && which !== 'md5') this.whole.add(asset);
    const digests = which === 'md5' || parted ? { md5 } : which === 'both' ? { sha256, md5 } : { sha256 };
    return ofAsset(asset, 'bytes-identified', { digests }, about);
  }

  private input({ to, named }: { readonly to: number | string; readonly named: string }): InputRef {
    if (typeof to === 'string') return { asset: to };
    if (named === 'sha256') return { digest: { sha256: digestsOfBytes(this.shaName(to)).sha256 } };
    if (named === 'md5') return { digest: { md5: digestsOfBytes(this.md5Name(to)).md5 } };
    return { asset: this.asset(to), ...(named === 'elsewhere' ? { production: 'elsewhere' } : {}) };
  }
}
