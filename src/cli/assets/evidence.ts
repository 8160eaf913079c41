import { basename, resolve } from 'node:path';
import type { Evidence } from '@clearance/domain';
import { undecidedError } from '../exit/errors.js';
import { mediaTypeOf } from '../files/media-types.js';
import { hashFile } from '../hash/hash-file.js';

/** `--evidence FILE|URL`: a URL (any scheme, urn: included) as it is; a file by its name and the digest of its bytes. */
export async function readEvidence(values: readonly string[], cwd: string): Promise<Evidence[]> {
  const evidence: Evidence[] = [];
  for (const value of values) evidence.push(isReference(value) ? { ref: value } : await evidenceOfFile(value, cwd));
  return evidence;
}

function isReference(value: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]+:\/\/./.test(value) || /^urn:./i.test(value);
}

async function evidenceOfFile(file: string, cwd: string): Promise<Evidence> {
  const name = basename(file);
  try {
    const { digests } = await hashFile(resolve(cwd, file));
    const mediaType = mediaTypeOf(name)?.mediaType;
    return { ref: `file:${encodeURIComponent(name)}`, title: name, mediaType, digest: { sha256: digests.sha256 } };
  } catch (error) {
    throw undecidedError(
      'unreadable-input',
      `the evidence ${file} cannot be read (${(error as Error).message})`,
      'Name a file, or a URL with its scheme.',
    );
  }
}
