import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { sha256Hex } from '@clearance/canonical';
import type { Upload } from '../decisions/checks.js';
import { MIB, type RawBody } from '../http/body/index.js';
import { isPlainObject } from '../http/fields/index.js';
import { readJson } from '../http/json/index.js';
import { Problem } from '../ledger/ports.js';

/** bodies.md 1. */
export const MAX_MULTIPART = 256 * MIB;
export const MAX_JSON = 128 * MIB;
const MAX_FILES = 64;
const MAX_OPTIONS = 256 * 1_024;

export interface ParsedUpload {
  readonly upload: Upload;
  /** What the fingerprint of the command is taken over: content, not how it was wrapped (multipart boundaries vary). */
  readonly fingerprint: unknown;
}

/** Reads the body of a check: multipart with manifests, or JSON with items. */
export async function readUpload(body: RawBody): Promise<ParsedUpload> {
  if (body.mediaType === 'multipart/form-data') return withFingerprint(await readMultipart(body));
  if (body.mediaType === 'application/json') return withFingerprint(await readItems(body));
  throw new Problem(
    'unsupported-media-type',
    'A check takes multipart/form-data with manifests, or application/json with items.',
  );
}

interface Part {
  readonly field: string;
  readonly filename: string | null;
  readonly bytes: Buffer;
}

async function readMultipart(body: RawBody): Promise<Upload> {
  const parts = await partsOf(body);
  const options = optionsOf(parts);
  const manifests = parts
    .filter((part) => part.field === 'manifest')
    .map(({ filename, bytes }, index) => {
      const name = filename ?? `manifest-${index + 1}`;
      return { name, format: Object.hasOwn(options, name) ? options[name]! : null, bytes };
    });
  const unknown = parts.find((part) => !['manifest', 'options', 'files'].includes(part.field));
  if (unknown !== undefined) throw fault(`/${unknown.field}`, 'is no part of a check: send manifest, options, files');
  for (const name of Object.keys(options)) {
    if (!manifests.some((manifest) => manifest.name === name))
      throw fault(`/options/formats/${name}`, 'names no manifest that was sent');
  }
  if (manifests.length > MAX_FILES) throw new Problem('too-large', `A check takes at most ${MAX_FILES} manifests.`);
  if (manifests.length === 0) throw fault('/manifest', 'must be sent: at least one manifest file');
  const names = new Set(manifests.map((manifest) => manifest.name));
  if (names.size < manifests.length) throw fault('/manifest', 'two manifests have one file name');
  return { manifests, files: parts.find((part) => part.field === 'files')?.bytes ?? null };
}

async function readItems(body: RawBody): Promise<Upload> {
  const bytes = await body.bytes(MAX_JSON);
  // What parsing would hide is found here; the reader of the format looks at every item and locates its faults.
  const document = readJson(bytes);
  if (!isPlainObject(document) || !Array.isArray(document['items'])) throw fault('/items', 'must be a list of items');
  const unknown = Object.keys(document).find((name) => name !== 'items' && name !== 'files');
  if (unknown !== undefined) throw fault(`/${unknown}`, 'is not a member of a check');
  const { files } = document;
  if (files !== undefined && files !== null && !Array.isArray(files)) throw fault('/files', 'must be a list of files');
  return {
    manifests: [
      {
        name: 'items.json',
        format: 'items',
        bytes: Buffer.from(JSON.stringify({ items: document['items'] as unknown[] })),
      },
    ],
    files: Array.isArray(files) ? Buffer.from(files.map((file) => `${JSON.stringify(file)}\n`).join('')) : null,
  };
}

function withFingerprint(upload: Upload): ParsedUpload {
  return {
    upload,
    fingerprint: {
      manifests: upload.manifests.map(({ name, format, bytes }) => ({ name, format, sha256: sha256Hex(bytes) })),
      files: upload.files === null ? null : sha256Hex(upload.files),
    },
  };
}

function optionsOf(parts: readonly Part[]): Readonly<Record<string, string>> {
  const part = parts.find((candidate) => candidate.field === 'options');
  if (part === undefined) return {};
  if (part.bytes.length > MAX_OPTIONS) throw fault('/options', `must be at most ${MAX_OPTIONS} bytes`);
  const document = readJson(part.bytes);
  if (!isPlainObject(document)) throw fault('/options', 'must be a JSON object');
  const unknown = Object.keys(document).find((name) => name !== 'formats' && name !== 'columns');
  if (unknown !== undefined) throw fault(`/options/${unknown}`, 'is not an option of a check');
  if (document['columns'] !== undefined)
    throw fault('/options/columns', 'belongs to a manifest format that is not read yet');
  const formats = document['formats'] ?? {};
  if (!isPlainObject(formats) || Object.values(formats).some((format) => typeof format !== 'string')) {
    throw fault('/options/formats', 'must name a format for each file name');
  }
  return formats as Record<string, string>;
}

async function partsOf(body: RawBody): Promise<Part[]> {
  const bytes = await body.bytes(MAX_MULTIPART);
  const parts: Part[] = [];
  let limit: string | null = null;
  const parser = parserFor(body);
  parser.on('file', (field, stream, filename) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A body that ends within a part breaks the part before the parser; nobody listening would end the process.
    stream.on('error', (error: Error) => parser.destroy(error));
    stream.on('end', () =>
      parts.push({ field, filename: filename === '' ? null : filename, bytes: Buffer.concat(chunks) }),
    );
  });
  parser.on('field', (field, value) => parts.push({ field, filename: null, bytes: Buffer.from(value) }));
  parser.on('filesLimit', () => (limit = `at most ${MAX_FILES} files`));
  parser.on('fieldsLimit', () => (limit = 'at most 8 fields'));
  try {
    await pipeline(Readable.from([bytes]), parser);
  } catch (error) {
    throw unreadable(error);
  }
  if (limit !== null) throw new Problem('too-large', `A check takes ${String(limit)}.`);
  return parts;
}

function parserFor(body: RawBody): BusboyInstance {
  try {
    return new Busboy({
      headers: body.request.headers as { 'content-type': string },
      preservePath: true,
      // Beside the manifests there may be the files that were found.
      limits: { files: MAX_FILES + 1, fields: 8, fieldSize: MAX_MULTIPART, fileSize: MAX_MULTIPART },
    });
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return new Problem('malformed-body', `The multipart body cannot be read: ${reason}.`);
}

function fault(pointer: string, message: string): Problem {
  return new Problem('invalid-request', `${pointer} ${message}`, {}, [{ pointer, message, code: 'upload' }]);
}
