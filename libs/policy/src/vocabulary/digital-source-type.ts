/**
 * IPTC DigitalSourceType (cv.iptc.org/newscodes/digitalsourcetype, release 2024-10-23) and the codes that C2PA adds, sorted
 * by what they say about generated material (policy-facts.md, rule L5).
 */
export interface SourceTypeClass {
  readonly taint: 'generative' | 'ambiguous' | 'non-generative';
  /** L5: whether it says where the asset comes from. Codes for the last operation alone, and ambiguous ones, do not. */
  readonly statesOrigin: boolean;
}

/**
 * Reads a bare code or its URI (http or https, of IPTC or C2PA). Whatever is not in the table, of whatever JSON type, is
 * ambiguous: it may say anything.
 */
export function classifySourceType(value: unknown): SourceTypeClass {
  if (typeof value !== 'string') return AMBIGUOUS;
  const uri = URI.exec(value);
  if (uri === null) return IPTC.get(value) ?? C2PA.get(value) ?? AMBIGUOUS;
  const [, vocabulary, code = ''] = uri;
  return (vocabulary === 'c2pa.org' ? C2PA : IPTC).get(code) ?? AMBIGUOUS;
}

/** The bare code of a code or URI of a vocabulary known here; null for anything else. */
export function codeOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const uri = URI.exec(value);
  if (uri !== null) return uri[2] ?? null;
  return value.includes('/') ? null : value;
}

const URI =
  /^https?:\/\/(cv\.iptc\.org(?=\/newscodes\/)|c2pa\.org(?=\/digitalsourcetype\/))(?:\/newscodes)?\/digitalsourcetype\/([^/?#]+)$/;

const GENERATIVE: SourceTypeClass = { taint: 'generative', statesOrigin: true };
const AMBIGUOUS: SourceTypeClass = { taint: 'ambiguous', statesOrigin: false };
const ORIGINAL: SourceTypeClass = { taint: 'non-generative', statesOrigin: true };
const LAST_OPERATION: SourceTypeClass = { taint: 'non-generative', statesOrigin: false };

const IPTC = table([
  [GENERATIVE, ['trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia', 'compositeSynthetic']],
  [AMBIGUOUS, ['composite', 'virtualRecording', 'algorithmicallyEnhanced', 'softwareImage']],
  [
    ORIGINAL,
    [
      'digitalCapture',
      'computationalCapture',
      'negativeFilm',
      'positiveFilm',
      'print',
      'digitalCreation',
      'dataDrivenMedia',
      'algorithmicMedia',
      // Retired, still met.
      'digitalArt',
    ],
  ],
  [LAST_OPERATION, ['humanEdits', 'minorHumanEdits', 'screenCapture', 'compositeCapture']],
]);
const C2PA = table([
  [GENERATIVE, ['trainedAlgorithmicData']],
  [ORIGINAL, ['empty']],
]);

function table(rows: readonly (readonly [SourceTypeClass, readonly string[]])[]): ReadonlyMap<string, SourceTypeClass> {
  return new Map(rows.flatMap(([cls, codes]) => codes.map((code) => [code, cls] as const)));
}
