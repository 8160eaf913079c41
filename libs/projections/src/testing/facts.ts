import type { EdgeKind, FactData, InputRef, TriState } from '@clearance/domain';
import { digestsOfBytes, ofAsset, type About, type Saying } from './sayings.js';

export interface Made {
  /** Bytes named otherwise than the asset, to let two assets share them. */
  readonly bytes?: string;
  readonly complete?: TriState;
  readonly kind?: EdgeKind;
}

export function registered(asset: string, data: Partial<FactData['registered']> = {}, about?: About): Saying {
  return ofAsset(asset, 'registered', { name: asset, kind: 'image', ...data }, about);
}

export function bytes(asset: string, of = asset, about?: About): Saying {
  return ofAsset(asset, 'bytes-identified', { digests: digestsOfBytes(of), size: of.length }, about);
}

/** Registered, with its bytes: an asset about whose origin nothing is said. */
export function bare(asset: string, made: Made = {}, about?: About): Saying[] {
  return [registered(asset, {}, about), bytes(asset, made.bytes, about)];
}

export function declared(asset: string, facts: Readonly<Record<string, unknown>>, about?: About): Saying {
  return ofAsset(asset, 'facts-declared', { facts }, about);
}

/** A camera original: nothing is left to ask. */
export function plate(asset: string, made: Made = {}, about?: About): Saying[] {
  return [...bare(asset, made, about), declared(asset, { 'asset.digitalSourceType': 'digitalCapture' }, about)];
}

export function generatedBy(asset: string, data: Partial<FactData['generated-by-tool']> = {}, about?: About): Saying {
  return ofAsset(
    asset,
    'generated-by-tool',
    { tool: { id: 'comfyui', version: '0.3.44' }, inputsComplete: 'yes', ...data },
    about,
  );
}

export function generated(asset: string, made: Made = {}, about?: About): Saying[] {
  return [...bare(asset, made, about), generatedBy(asset, {}, about)];
}

export function marked(asset: string, reason = 'AI placeholder', about?: About): Saying {
  return ofAsset(asset, 'marked-temporary', { reason }, about);
}

export function derived(
  asset: string,
  inputs: readonly (InputRef & { kind: EdgeKind })[],
  complete: TriState = 'yes',
  about?: About,
): Saying {
  return ofAsset(asset, 'derived-from', { inputs, inputsComplete: complete }, about);
}

/** Made from other assets, by edges of one kind (component unless told otherwise), all of them declared. */
export function comp(asset: string, inputs: readonly string[], made: Made = {}, about?: About): Saying[] {
  const { kind = 'component', complete = 'yes' } = made;
  const edges = inputs.map((input) => ({ asset: input, kind }));
  return [...bare(asset, made, about), derived(asset, edges, complete, about)];
}

export function aliased(asset: string, scheme: string, value: string, about?: About): Saying {
  return ofAsset(asset, 'aliased', { aliases: [{ scheme, value }] }, about);
}
