import { FindingsLog } from './findings-log.js';
import type { ManifestReader } from './formats/reader.js';
import { DEFAULT_LIMITS, type ManifestLimits } from './limits.js';
import { detectReader, readerOf } from './registry.js';
import { peekText } from './text/decode.js';
import { peekRoot } from './text/xml-root.js';
import { MANIFEST_FORMATS, type ManifestReading, type ReaderIdentity } from './types.js';

export interface ManifestInput {
  /** Path of the manifest in the package. It may tell the format and the algorithm of bare digests. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** A word of the contract. Left out, name and content tell. */
  readonly format?: string | null;
  readonly limits?: Partial<ManifestLimits>;
}

/** Reads one manifest. Throws for no bytes whatever: what cannot be read is a located problem. */
export function readManifest(input: ManifestInput): ManifestReading {
  const limits = { ...DEFAULT_LIMITS, ...input.limits };
  const log = new FindingsLog(limits.problems);
  const reader = input.format
    ? readerOf(input.format)
    : detectReader({ name: input.name, text: peekText(input.bytes) });
  if (reader === undefined) {
    log.refuse('unsupported-format', unsupported(input));
    return refusal(null, log);
  }
  if (input.bytes.length > limits.bytes) {
    log.refuse('too-large', `the manifest has ${input.bytes.length} bytes; the limit is ${limits.bytes}`);
    return refusal(reader, log);
  }
  const items = reader.read({ name: input.name, bytes: input.bytes }, limits, log);
  if (log.refused) return refusal(reader, log);
  return {
    ok: true,
    format: reader.format,
    reader: identityOf(reader),
    items,
    problems: log.problems,
    notes: log.notes,
  };
}

/** Stands for "no reader": detection itself, versioned because it decides which reader is asked. */
const DETECTION: ReaderIdentity = { name: 'detection', version: 1 };

function refusal(reader: ManifestReader | null, log: FindingsLog): ManifestReading {
  return {
    ok: false,
    format: reader?.format ?? null,
    reader: reader === null ? DETECTION : identityOf(reader),
    problems: log.problems,
    notes: log.notes,
  };
}

function identityOf({ name, version }: ManifestReader): ReaderIdentity {
  return { name, version };
}

function unsupported({ name, bytes, format }: ManifestInput): string {
  const known = `formats read: ${MANIFEST_FORMATS.join(', ')}`;
  if (format) return `the format ${JSON.stringify(format.slice(0, 100))} is not read; ${known}`;
  const root = peekRoot(peekText(bytes, 16 * 1024));
  const seen = root === null ? '' : ` (XML with the root element <${root.name.slice(0, 100)}>)`;
  return `the format of ${JSON.stringify(name)} was not recognised${seen}; ${known}`;
}
