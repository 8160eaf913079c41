import type { ManifestItemData, Use } from '@clearance/domain';
import { contentsOf, type Content } from './contents.js';
import type { Release } from './deliveries.js';
import type { Entry } from './entries.js';
import { concernOf, judge, keyOf, type ConcernKind, type Judged } from './judging.js';
import { Lineage } from './lineage.js';
import { identify, itemsOf, judgePackage, type PackageVerdict } from './packages.js';
import { Paths } from './paths.js';

/**
 * The rules as docs/rules.md states them, read off a list of events at one point. Nothing is kept from one point to the
 * next, nothing is shared with the code that it judges but the shapes of events, and every path is walked by itself: for
 * small histories only.
 */
export class Reference {
  private readonly productions = new Map<string, { contents: ReadonlyMap<string, Content>; paths: Paths }>();
  /** Log time: the latest time of recording so far. */
  readonly now: number;

  /** @param log up to the point asked about. */
  constructor(readonly log: readonly Entry[]) {
    this.now = Math.max(0, ...log.map(({ recordedAt }) => recordedAt));
  }

  contents(production: string): Content[] {
    return [...new Set(this.of(production).contents.values())];
  }

  content(production: string, asset: string): Content | null {
    return this.of(production).contents.get(asset) ?? null;
  }

  paths(production: string): Paths {
    return this.of(production).paths;
  }

  judge(content: Content, use: Use): Judged {
    return judge(this.paths(content.production).arrivals(content), use, this.now);
  }

  /** D1: the verdict on the items of a check. */
  package(check: Entry, use: Use): PackageVerdict {
    const contents = this.contents(check.production);
    return judgePackage(itemsOf(check, this.log), contents, (content) => this.judge(content, use), use);
  }

  /** D1: a promotion is a release of one item. */
  promotion(production: string, asset: string, use: Use): PackageVerdict {
    const content = this.content(production, asset);
    if (content === null) return { verdict: 'hold', held: { [asset]: 'unregistered' }, causes: [] };
    const causes = this.judge(content, use).open.map(keyOf).sort();
    return {
      verdict: causes.length === 0 ? 'release' : 'hold',
      held: causes.length === 0 ? {} : { [asset]: '' },
      causes,
    };
  }

  /** D4, D5: keys that make items of a release fail under its own use, each with what that is to it. */
  failing(release: Release): Map<string, ConcernKind> {
    const failing = new Map<string, ConcernKind>();
    for (const { key, kind } of this.failingItems(release))
      // Of one finding in two items the worse counts.
      if (failing.get(key) !== 'compromised') failing.set(key, kind);
    return failing;
  }

  /** The same item by item: what is said while only some of them have been evaluated is true of those. */
  failingItems(release: Release): { readonly key: string; readonly kind: ConcernKind }[] {
    return this.heldBy(itemsOf(release.check, this.log), release.production).flatMap((content) => {
      const arrivals = this.paths(release.production).arrivals(content);
      return judge(arrivals, release.use, this.now).open.map((finding) => ({
        key: keyOf(finding),
        kind: concernOf(finding, arrivals, release.use, release.at, this.now),
      }));
    });
  }

  /** D4: every content that an item may be, also where later bytes make it ambiguous. */
  private heldBy(items: readonly ManifestItemData[], production: string): Content[] {
    const contents = this.contents(production);
    return contents.filter((content) =>
      items.some(({ digests }) =>
        Object.entries(digests).some(
          ([algorithm, value]) =>
            identify({ path: '', size: null, digests: { [algorithm]: value } }, [content]).content !== null,
        ),
      ),
    );
  }

  private of(production: string) {
    const known = this.productions.get(production);
    if (known !== undefined) return known;
    const contents = contentsOf(production, this.log);
    const made = { contents, paths: new Paths(contents, new Lineage(contents)) };
    this.productions.set(production, made);
    return made;
  }
}
