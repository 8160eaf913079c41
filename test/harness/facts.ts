import type { FactEvent } from './cloud-events.js';
import { bytesOf, digestsOf } from './cloud-events.js';

export interface Input {
  asset?: string;
  production?: string;
  digest?: { sha256: string };
  kind: 'component' | 'revision' | 'variant' | 'derivation' | 'representation' | 'reference';
}

/** What a report may add to "this asset exists and these are its bytes". */
export interface ReportParts {
  name?: string;
  kind?: string;
  /** Bytes named otherwise than the asset, to let two assets share them; `null` reports no bytes. */
  bytes?: string | null;
  inputs?: Input[];
  inputsComplete?: 'yes' | 'no' | 'unknown';
  tool?: { id: string; version: string; mode?: string };
  facts?: Record<string, unknown>;
  temporary?: string;
  aliases?: { scheme: string; value: string }[];
  labels?: Record<string, string>;
}

/** One `reported` event: registered and bytes, and whatever else is given. */
export function report(asset: string, parts: ReportParts = {}, about: Partial<FactEvent> = {}): FactEvent {
  const bytes = parts.bytes === undefined ? asset : parts.bytes;
  const data: Record<string, unknown> = {
    registered: {
      name: parts.name ?? asset,
      kind: parts.kind ?? 'image',
      ...(parts.labels ? { labels: parts.labels } : {}),
    },
  };
  if (bytes !== null) data['bytesIdentified'] = { digests: digestsOf(bytes), size: bytesOf(bytes).length };
  if (parts.aliases) data['aliased'] = { aliases: parts.aliases };
  if (parts.inputs) {
    data['derivedFrom'] = { inputs: parts.inputs, inputsComplete: parts.inputsComplete ?? 'yes', basis: 'observed' };
  }
  if (parts.tool) data['generatedByTool'] = { tool: parts.tool, inputsComplete: 'yes' };
  if (parts.facts) data['factsDeclared'] = { facts: parts.facts, basis: 'camera-report' };
  if (parts.temporary !== undefined) data['markedTemporary'] = { reason: parts.temporary };
  return { event: 'reported', subject: asset, data, ...about };
}

/** Camera original: its source type states an origin, so nothing is left to ask. */
export function cameraPlate(asset: string, parts: ReportParts = {}, about: Partial<FactEvent> = {}): FactEvent {
  return report(asset, { facts: { 'asset.digitalSourceType': 'digitalCapture' }, ...parts }, about);
}

/** Made by a generator and said to be a stand-in. */
export function placeholder(asset: string, parts: ReportParts = {}, about: Partial<FactEvent> = {}): FactEvent {
  return report(asset, { tool: { id: 'comfyui', version: '0.3.44' }, temporary: 'AI placeholder', ...parts }, about);
}

/** Made by a generator, and nobody calls it a stand-in. */
export function generated(asset: string, parts: ReportParts = {}, about: Partial<FactEvent> = {}): FactEvent {
  return report(asset, { tool: { id: 'comfyui', version: '0.3.44' }, ...parts }, about);
}

/** A render of the given components, all of them declared. */
export function comp(
  asset: string,
  components: string[],
  parts: ReportParts = {},
  about: Partial<FactEvent> = {},
): FactEvent {
  return report(asset, { inputs: components.map((input) => ({ asset: input, kind: 'component' })), ...parts }, about);
}
