import { accepted, refused, type Decision, type Refusal } from '../../shared/decision.js';
import { inProgress, invalidRequest, notFound } from '../../shared/guards.js';
import type { Shape } from '../../shared/shape.js';
import type { AssetAct, AssetEvent } from '../events.js';
import { isRegistered } from '../members.js';
import { ACT_SHAPES } from '../shapes.js';
import type { AssetState, PromotionRecord } from '../state.js';

/** I4: an asset without a fact of its own is not there to be decided on. */
export function unregistered(state: AssetState): Refusal | null {
  return isRegistered(state) ? null : notFound(`The asset ${state.id}`);
}

export function openPromotion(state: AssetState): PromotionRecord | null {
  return state.promotions.find((promotion) => promotion.outcome === null) ?? null;
}

/** D2: while a promotion is open no other decision is taken; facts go through. */
export function promotionOpen(state: AssetState): Refusal | null {
  const open = openPromotion(state);
  if (open === null) return null;
  return inProgress(`The promotion to ${open.delivery} is being decided. Try again in a moment.`);
}

/** Decisions bind to bytes. `known`: sha256 of the content, null where there is none. */
export function unknownBytes(known: string | null): Refusal | null {
  if (known !== null) return null;
  return {
    slug: 'bytes-unknown',
    detail: 'No sha256 of this asset is known, so nothing can be decided on its bytes. Report its digests first.',
  };
}

/** What was decided on must be the bytes that are known now. */
export function otherBytes(known: string | null, given: string): Refusal | null {
  if (known === null) return unknownBytes(known);
  if (known === given) return null;
  return {
    slug: 'digest-mismatch',
    detail: 'The digest is not that of this asset: you may have looked at other bytes.',
    members: { known: { sha256: known }, given: { sha256: given } },
  };
}

/** Accepts an act that can be read back. One that could not would be quarantined and make the asset unknown for ever. */
export function recordable(act: AssetAct): Decision<AssetEvent> {
  const fault = (ACT_SHAPES[act.type] as unknown as Shape<unknown>)(act.data, '');
  return fault === null ? accepted<AssetEvent>(act) : refused(invalidRequest(fault.pointer, fault.message));
}
