import type { OriginSignal } from '@clearance/domain';
import { compareAdversity } from './adversity.js';
import { DETECTORS } from './registry.js';
import { HEAD_BYTES, MAX_SIGNALS, VALUE_LENGTH } from './types.js';

/**
 * Looks for what a file says about its own origin. Nothing here validates a signature, so a signal may condemn but
 * never clears: an empty list means "nothing found", not "made by people".
 * @param bytes the head of the file; what lies beyond 4 MiB is not looked at
 * @param fileName for formats that only the name tells
 */
export function detectOrigin(bytes: Uint8Array, fileName: string): OriginSignal[] {
  const file = { bytes: bytes.subarray(0, HEAD_BYTES), fileName };
  const signals = DETECTORS.flatMap((detector) =>
    detector.detect(file).map((finding): OriginSignal => ({
      kind: finding.kind,
      where: finding.where,
      value: finding.value.slice(0, VALUE_LENGTH).toWellFormed(),
      verdict: finding.verdict,
      trust: finding.trust,
      detector: detector.name,
      detectorVersion: detector.version,
    })),
  );
  if (signals.length <= MAX_SIGNALS) return signals;
  return signals.sort((a, b) => compareAdversity(a.verdict, b.verdict)).slice(0, MAX_SIGNALS);
}
