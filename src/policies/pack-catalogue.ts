import { Inject, Injectable } from '@nestjs/common';
import {
  foldPolicy,
  policyStream,
  REGISTRY_ID,
  type AdoptedPack,
  type AdoptPolicySituation,
  type PinnedPack,
} from '@clearance/domain';
import type { EventStore } from '@clearance/event-store';
import { BUNDLED_PACKS, basePack, composePolicy, documentDigest, type PackDocument } from '@clearance/policy';
import { loadStream } from '../ledger/appending.js';
import { EVENT_STORE } from '../ledger/tokens.js';

interface KnownPack {
  readonly digest: string;
  readonly document: PackDocument;
}
type Fault = AdoptPolicySituation['faults'][number];

/**
 * Packs by id and version as the log has them, so that one just published can be adopted at once. What was published under a
 * name keeps it, whatever comes with a later ledger.
 */
@Injectable()
export class PackCatalogue {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** What deciding on an adoption has to know of the packs that are named. */
  async situationOf(named: readonly AdoptedPack[]): Promise<AdoptPolicySituation> {
    const found = await Promise.all(named.map(({ id, version }) => this.find(id, version)));
    const faults = named.flatMap((pack, index) => faultsOf(pack, found[index]!, index));
    if (faults.length === 0) faults.push(...faultsTogether(named, found));
    const published = named.map((pack, index) => pinned(pack, found[index]!));
    return { published, faults };
  }

  private async find(id: string, version: string): Promise<KnownPack | null> {
    if (!REGISTRY_ID.test(id)) return null;
    const state = foldPolicy(id, await loadStream(this.store, policyStream(id)));
    const published = state.versions.get(version);
    if (published !== undefined)
      return { digest: published.data.digest, document: published.data.pack as unknown as PackDocument };
    const document = builtIn(id, version);
    return document === null ? null : { digest: documentDigest(document), document };
  }
}

export function builtIn(id: string, version: string): PackDocument | null {
  return BUNDLED_PACKS.find((pack) => pack.id === id && pack.version === version) ?? null;
}

/** Every switch filled in: what a pack has as its default may be another in its next version, never in this one. */
function pinned({ id, version, switches = {} }: AdoptedPack, known: KnownPack | null): PinnedPack | null {
  if (known === null) return null;
  const usual = Object.entries(known.document.switches).map(([name, { default: on }]) => [name, on] as const);
  return { id, version, digest: known.digest, switches: { ...Object.fromEntries(usual), ...switches } };
}

function faultsOf({ id, version, switches = {} }: AdoptedPack, known: KnownPack | null, index: number): Fault[] {
  if (id === basePack.id)
    return [{ pointer: `/packs/${index}/id`, message: 'binds in every production, adopted or not', code: 'base' }];
  if (known === null) return [];
  const there = Object.keys(known.document.switches);
  return Object.entries(switches).flatMap(([name, setting]): Fault[] => {
    const pointer = `/packs/${index}/switches/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!there.includes(name)) {
      const others = there.length === 0 ? 'it has none' : `there are ${there.join(', ')}`;
      return [{ pointer, message: `is no switch of ${id}@${version}; ${others}`, code: 'unknown-switch' }];
    }
    return typeof setting === 'boolean' ? [] : [{ pointer, message: 'must be true or false', code: 'flag' }];
  });
}

/** What keeps packs from being adopted together, each at the pack that would come second. */
function faultsTogether(named: readonly AdoptedPack[], found: readonly (KnownPack | null)[]): Fault[] {
  const adoptions = found.flatMap((known) => (known === null ? [] : [{ pack: known.document }]));
  const composed = composePolicy(adoptions);
  if (composed.ok) return [];
  return composed.faults
    .filter(({ code }) => code !== 'duplicate-pack')
    .map(({ pack, message, code }) => {
      const index = named.findIndex(({ id, version }) => `${id}@${version}` === pack);
      return { pointer: `/packs/${index}`, message: `cannot be adopted with the others: ${message}`, code };
    });
}
