import type { OriginSignal } from '@clearance/domain';

type Verdict = OriginSignal['verdict'];

/**
 * What an IPTC DigitalSourceType says, as a signal. Scheme `cv.iptc.org/newscodes/digitalsourcetype` of 2024-10-23
 * with its retired terms, and the two terms of `c2pa.org/digitalsourcetype`.
 * The ambiguous ones (which may or may not be generative) and words outside the scheme are `unreadable`: they state
 * no origin, and must not pass for one.
 */
export function verdictOfSourceType(statement: string): Verdict {
  // A bare code, or the last part of a URI (http and https are both in use) or of a QCode.
  const code = /(?:^|[/:#])([A-Za-z]+)\/?$/.exec(statement.trim())?.[1] ?? '';
  return VERDICTS.get(code.toLowerCase()) ?? 'unreadable';
}

const TABLE: Readonly<Record<Exclude<Verdict, 'tampered' | 'none'>, readonly string[]>> = {
  ai: ['trainedAlgorithmicMedia', 'trainedAlgorithmicData'],
  'ai-composite': ['compositeWithTrainedAlgorithmicMedia', 'compositeSynthetic'],
  procedural: ['algorithmicMedia', 'dataDrivenMedia', 'digitalCreation', 'digitalArt', 'empty'],
  'claims-capture': [
    'digitalCapture',
    'computationalCapture',
    'negativeFilm',
    'positiveFilm',
    'print',
    'compositeCapture',
    // These describe the last operation only, and claim no more than that no generator made the file.
    'screenCapture',
    'humanEdits',
    'minorHumanEdits',
  ],
  unreadable: ['composite', 'virtualRecording', 'algorithmicallyEnhanced', 'softwareImage'],
};

const VERDICTS: ReadonlyMap<string, Verdict> = new Map(
  Object.entries(TABLE).flatMap(([verdict, codes]) =>
    codes.map((code) => [code.toLowerCase(), verdict as Verdict] as const),
  ),
);
