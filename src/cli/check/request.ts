import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { undecidedError, usageError } from '../exit/errors.js';
import { manifestName } from '../ingest/from-manifests.js';
import type { PackageFile } from './package-files.js';

/** Limits of a check (bodies.md 1). */
export const MOST_MANIFESTS = 64;
export const MOST_FORM_BYTES = 256 * 1024 * 1024;

export interface ManifestFile {
  /** Its path in the package where it lies below --root, otherwise its file name. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @throws CliError 64 for two manifests of one name, 3 for one that cannot be read. */
export async function readManifestFiles(
  files: readonly string[],
  root: string | null,
  cwd: string,
): Promise<ManifestFile[]> {
  if (files.length > MOST_MANIFESTS) throw usageError(`there are more than ${MOST_MANIFESTS} manifests`);
  const manifests: ManifestFile[] = [];
  for (const named of files) {
    const file = resolve(cwd, named);
    const name = manifestName(file, root);
    if (manifests.some((earlier) => earlier.name === name)) {
      throw usageError(
        `two manifests have the name ${name}`,
        'Name each once; with --root they are told apart by their folders.',
      );
    }
    try {
      manifests.push({ name, bytes: await readFile(file) });
    } catch (error) {
      throw undecidedError('unreadable-input', `the manifest ${named} cannot be read (${(error as Error).message})`);
    }
  }
  return root === null ? manifests : [...manifests, ...(await chainsOf(files, manifests, root, cwd))];
}

const CHAIN = 'ascmhl_chain.xml';

/**
 * An ASC MHL history is more than its newest generation: the chain file beside it lists the others. It goes along, so that
 * they are known as parts of the history and verified, instead of being held as files that nobody lists.
 */
async function chainsOf(
  files: readonly string[],
  manifests: readonly ManifestFile[],
  root: string,
  cwd: string,
): Promise<ManifestFile[]> {
  const chains = new Map<string, ManifestFile>();
  for (const named of files) {
    const folder = dirname(resolve(cwd, named));
    if (basename(folder) !== 'ascmhl') continue;
    const file = join(folder, CHAIN);
    const name = manifestName(file, root);
    if (chains.has(name) || manifests.some((manifest) => manifest.name === name)) continue;
    try {
      chains.set(name, { name, bytes: await readFile(file) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw undecidedError('unreadable-input', `the chain file ${name} cannot be read (${(error as Error).message})`);
    }
  }
  return [...chains.values()];
}

/**
 * `--manifest-format`: one word for all manifests, or `NAME=FORMAT` for each. The ledger knows the words and refuses others.
 * @throws CliError 64 for a name that is none of the manifests'.
 */
export function readFormats(values: readonly string[], names: readonly string[]): Record<string, string> {
  const formats: Record<string, string> = {};
  for (const value of values) {
    const equals = value.lastIndexOf('=');
    const format = value.slice(equals + 1);
    if (format === '') throw usageError(`--manifest-format must be FORMAT or NAME=FORMAT, but is "${value}"`);
    const meant = equals < 0 ? names : names.filter((name) => name === value.slice(0, equals));
    if (meant.length === 0)
      throw usageError(`--manifest-format speaks of ${value.slice(0, equals)}, which is none of ${names.join(', ')}`);
    for (const name of meant) formats[name] = format;
  }
  return formats;
}

/** `--columns`: `path=File,sha256=Hash` for tables (CSV), for all manifests. */
export function readColumns(
  value: string | undefined,
  names: readonly string[],
): Record<string, Record<string, string>> {
  if (value === undefined) return {};
  const columns: Record<string, string> = {};
  for (const entry of value.split(',')) {
    const equals = entry.indexOf('=');
    if (equals < 1 || equals === entry.length - 1)
      throw usageError(`--columns must be path=COLUMN,sha256=COLUMN…, but is "${value}"`);
    columns[entry.slice(0, equals)] = entry.slice(equals + 1);
  }
  return Object.fromEntries(names.map((name) => [name, columns]));
}

export interface CheckRequest {
  readonly manifests: readonly ManifestFile[];
  readonly formats: Record<string, string>;
  readonly columns: Record<string, Record<string, string>>;
  /** null without --root: missing and extra files are then not looked for. */
  readonly files: readonly PackageFile[] | null;
}

/** The multipart body of a check (bodies.md 4). @throws CliError 3 past the ledger's limit. */
export function checkForm({ manifests, formats, columns, files }: CheckRequest): FormData {
  const form = new FormData();
  let bytes = 0;
  const add = (name: string, content: Uint8Array | string, type: string, fileName?: string) => {
    const blob = new Blob([typeof content === 'string' ? content : Uint8Array.from(content)], { type });
    bytes += blob.size;
    if (fileName === undefined) form.append(name, blob);
    else form.append(name, blob, fileName);
  };
  // First what tells the ledger how to read what follows.
  const options = {
    ...(Object.keys(formats).length === 0 ? {} : { formats }),
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
  };
  if (Object.keys(options).length > 0) add('options', JSON.stringify(options), 'application/json', 'options.json');
  for (const { name, bytes: content } of manifests) add('manifest', content, 'application/octet-stream', name);
  if (files !== null) {
    add('files', files.map((file) => `${JSON.stringify(file)}\n`).join(''), 'application/x-ndjson', 'files.ndjson');
  }
  if (bytes > MOST_FORM_BYTES) {
    throw undecidedError(
      'too-large',
      `manifests and file list together hold ${bytes} bytes, but a check takes ${MOST_FORM_BYTES}`,
    );
  }
  return form;
}
