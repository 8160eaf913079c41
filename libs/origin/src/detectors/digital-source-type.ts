import { compareAdversity } from '../adversity.js';
import { pngTexts } from '../formats/png-text.js';
import { verdictOfSourceType } from '../source-types.js';
import type { Finding, OriginDetector } from '../types.js';

/**
 * The IPTC property `DigitalSourceType` in XMP: as attribute, element or rdf:resource, under any prefix, anywhere in
 * the bytes (packets sit in many containers, in sidecars, and in UTF-16 as well), and in compressed XMP of a PNG.
 */
export const digitalSourceTypeDetector: OriginDetector = {
  name: 'xmp-digital-source-type',
  version: '1',
  detect({ bytes }) {
    const findings = [...inBytes(bytes, 'utf8', ''), ...inBytes(bytes, 'utf16le', ' (UTF-16)')];
    for (const text of pngTexts(bytes)) {
      // Uncompressed ones were found above.
      if (text.keyword !== XMP_KEYWORD || !text.compressed) continue;
      const where = `PNG ${text.chunk} ${JSON.stringify(XMP_KEYWORD)} at byte ${text.offset}`;
      const xmp = text.read();
      if (xmp === null) findings.push({ kind: 'xmp', where, value: '', verdict: 'unreadable', trust: 'none' });
      else findings.push(...inBytes(Buffer.from(xmp), 'utf8', ` of the text in ${where}`));
    }
    return findings;
  },
};

const XMP_KEYWORD = 'XML:com.adobe.xmp';
const PROPERTY = 'DigitalSourceType';
/** Statements looked at in one file, and how far behind the name a value may stand (characters). */
const MAX_STATEMENTS = 256;
const WINDOW = 1_024;

function inBytes(bytes: Uint8Array, encoding: 'utf8' | 'utf16le', suffix: string): Finding[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The little-endian name occurs in big-endian text too, one byte later; so does what follows it.
  const needle = Buffer.from(PROPERTY, encoding);
  const width = encoding === 'utf8' ? 1 : 2;
  const findings: Finding[] = [];
  let at = buffer.indexOf(needle);
  while (at !== -1 && findings.length < MAX_STATEMENTS) {
    const start = at + needle.length;
    const before = buffer.toString(encoding, Math.max(0, at - 64 * width), at);
    const values = statedValues(before, buffer.toString(encoding, start, start + WINDOW * width));
    if (values !== null) findings.push(judged(values, `XMP ${PROPERTY} at byte ${at}${suffix}`));
    at = buffer.indexOf(needle, start);
  }
  return findings;
}

/** Every value that may be the property's; null where the name is no property (an end tag, prose, a schema). */
function statedValues(before: string, after: string): string[] | null {
  if (!/[<:\s]$/.test(before) || /<\/[\w.-]*:?$/.test(before)) return null;
  const attribute = /^\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(after);
  if (attribute !== null) return [attribute[1] ?? attribute[2] ?? ''];
  if (!/<(?:[\w.-]+:)?$/.test(before) || !/^[\s/>]/.test(after)) return null;
  const end = new RegExp(`</[\\w.-]*:?${PROPERTY}|^[^<>]*/>`).exec(after);
  const element = end === null ? after : after.slice(0, end.index + end[0].length);
  const values = Array.from(element.matchAll(/"([^"]*)"|'([^']*)'|>([^<]*)</g), ([, a, b, c]) =>
    (a ?? b ?? c ?? '').trim(),
  );
  return values.filter((value) => value !== '');
}

/** Of several values the one that says most against the file; of none, that there is a statement nobody can read. */
function judged(values: readonly string[], where: string): Finding {
  const [worst] = values
    .map((value) => ({ value: value.trim(), verdict: verdictOfSourceType(value) }))
    .sort((a, b) => compareAdversity(a.verdict, b.verdict));
  return { kind: 'xmp', where, value: worst?.value ?? '', verdict: worst?.verdict ?? 'unreadable', trust: 'none' };
}
