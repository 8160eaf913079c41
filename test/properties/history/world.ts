import { sha256Hex } from '@clearance/canonical';
import type { Digests, EdgeKind, Scope, Use } from '@clearance/domain';
import * as fc from 'fast-check';

export const PRODUCTIONS = ['nightfall', 'elsewhere'] as const;
/** Most assets of a production. */
export const MOST = 8;

export const VENDOR = 'tea@vendor.example';
export const REVIEWERS = ['k.ito@studio.example', 'n.okafor@studio.example', 'd.reyes@studio.example'] as const;

/** What each delivery asks for. */
export const DELIVERIES: Readonly<Record<string, Use>> = {
  ep101: { class: 'final', territories: ['*'], languages: ['*'], medium: '*' },
  trailer: { class: 'marketing', territories: ['FR', 'DE'], languages: ['fr'], medium: 'svod' },
  dailies: { class: 'review', territories: ['*'], languages: ['*'], medium: '*' },
};
export type DeliveryName = keyof typeof DELIVERIES;

const ANYWHERE: Scope = {
  prominence: '*',
  classes: ['*'],
  territories: ['*'],
  languages: ['*'],
  mediums: ['*'],
  window: null,
};
/** What approvals are given for: everything, or something less. */
export const SCOPES = {
  anywhere: ANYWHERE,
  marketing: { ...ANYWHERE, classes: ['marketing', 'dub'] },
  france: { ...ANYWHERE, territories: ['FR'] },
  both: { ...ANYWHERE, territories: ['FR', 'DE'], languages: ['fr', 'de'], mediums: ['svod'] },
  french: { ...ANYWHERE, languages: ['fr'] },
  cinema: { ...ANYWHERE, mediums: ['theatrical'] },
  incidental: { ...ANYWHERE, prominence: 'incidental' },
  key: { ...ANYWHERE, prominence: 'key_element' },
} satisfies Record<string, Scope>;
export type ScopeName = keyof typeof SCOPES;

const seldom = <T>(arbitrary: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: times, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

export const edgeKind: fc.Arbitrary<EdgeKind> = fc.constantFrom(
  'component',
  'component',
  'component',
  'component',
  'revision',
  'revision',
  'representation',
  'derivation',
  'variant',
  'reference',
);

/** What is there before anything is drawn, and how assets and bytes belong together: by place. */
export const world = fc.integer({ min: 3, max: MOST }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    begin: fc.array(
      fc.record({
        as: fc.oneof(
          { weight: 1, arbitrary: fc.constant('nothing') },
          { weight: 16, arbitrary: fc.constantFrom('plate', 'generated', 'comp', 'comp', 'version') },
        ),
        bytes: fc.constantFrom('all', 'all', 'all', 'all', 'sha256', 'md5', 'none'),
        inputs: fc.array(fc.record({ back: fc.integer({ min: 1, max: 4 }), kind: edgeKind }), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
      { minLength: size, maxLength: size },
    ),
    /** Places whose bytes another place has as well, by one algorithm. */
    sha: fc.array(seldom(fc.nat(size - 1), 6), { minLength: size, maxLength: size }),
    md5: fc.array(seldom(fc.nat(size - 1), 18), { minLength: size, maxLength: size }),
    sha1: fc.array(seldom(fc.nat(size - 1), 12), { minLength: size, maxLength: size }),
    /** By how many seconds the clocks of the replicas go wrong. */
    clocks: fc.tuple(fc.constant(0), fc.integer({ min: -5, max: 5 })),
  }),
);
export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

export type Algorithm = 'sha256' | 'sha1' | 'md5' | 'xxh64';
export const digestOfText = (algorithm: Algorithm, text: string): string =>
  algorithm === 'sha256'
    ? sha256Hex(text)
    : sha256Hex(`${algorithm} of ${text}`).slice(0, { sha1: 40, md5: 32, xxh64: 16 }[algorithm]);

export const SIZE = 7;

/** Which asset and which bytes are meant by a place. */
export class Places {
  constructor(private readonly lay: World) {}

  get size(): number {
    return this.lay.size;
  }

  asset(place: number): string {
    return `a${place % this.lay.size}`;
  }

  digests(place: number, ...algorithms: readonly Algorithm[]): Digests {
    return Object.fromEntries(algorithms.map((algorithm) => [algorithm, this.digest(place, algorithm)]));
  }

  member(place: number, part: number): { readonly name: string; readonly sha256: string } {
    const name = `${this.asset(place)}.000${part}.exr`;
    return { name, sha256: digestOfText('sha256', name) };
  }

  private digest(place: number, algorithm: Algorithm): string {
    const own = place % this.lay.size;
    const sha = this.lay.sha[own] ?? own;
    const shared = { sha256: sha, md5: this.lay.md5[own] ?? sha, sha1: this.lay.sha1[own] ?? sha, xxh64: sha };
    return digestOfText(algorithm, `bytes ${shared[algorithm]}`);
  }
}
