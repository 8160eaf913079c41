import { posix } from 'node:path';
import { assetIdFault, parseDigest, type DigestAlgorithm, type Digests } from '@clearance/domain';
import { usageError } from '../exit/errors.js';

/** What an id may be made from. `path` is relative and uses "/". */
export interface Named {
  readonly path: string;
  readonly digests: Digests;
}

/** Makes the asset id of a file; `fault` says why there is none. */
export type IdRule = (file: Named) => { readonly id: string } | { readonly fault: string };

/**
 * Reads `--id`: `sha256`, `path`, `name`, or a template with the fields {name} {stem} {ext} {dir} {path} {sha256}.
 * A template without a field is one id, for one file. `{name}` is the file's name, `{stem}` the same without its ending, `{ext}` the ending without its dot.
 * @throws CliError 64
 */
export function readIdRule(value: string): IdRule {
  if (value === 'sha256') return templated('sha256:{sha256}');
  if (value === 'path' || value === 'name') return templated(`{${value}}`);
  for (const [field, name] of value.matchAll(FIELD)) {
    if (!FIELDS.includes(name ?? ''))
      throw usageError(
        `--id has the field ${field}, but there are only ${FIELDS.map((known) => `{${known}}`).join(' ')}`,
      );
  }
  return templated(value);
}

/** For manifests that are read without their files: the strongest cryptographic digest listed (bodies.md 7). */
export const strongestDigestId: IdRule = ({ digests }) => {
  for (const algorithm of STRONGEST_FIRST) {
    const value = digests[algorithm];
    if (value !== undefined && parseDigest(algorithm, value) !== null) return { id: `${algorithm}:${value}` };
  }
  return { fault: 'no cryptographic digest is listed, so --id path, name or a template is needed' };
};

/** Whether `--id` names the same id whatever the file. */
export function isFixedId(value: string): boolean {
  return value !== 'sha256' && value !== 'path' && value !== 'name' && !value.includes('{');
}

export function hasCryptographicDigest(digests: Digests): boolean {
  return STRONGEST_FIRST.some((algorithm) => digests[algorithm] !== undefined);
}

const STRONGEST_FIRST: readonly DigestAlgorithm[] = ['sha256', 'c4', 'sha1', 'md5'];
const FIELDS: readonly string[] = ['name', 'stem', 'ext', 'dir', 'path', 'sha256'];
const FIELD = /\{([^{}]*)\}/g;

function templated(template: string): IdRule {
  return (file) => {
    if (template.includes('{sha256}') && file.digests.sha256 === undefined)
      return { fault: 'its SHA-256 is not known' };
    const fields = fieldsOf(file);
    const id = template.replaceAll(FIELD, (_field, name: string) => fields[name] ?? '');
    const fault = assetIdFault(id);
    return fault === null ? { id } : { fault: `its id would be "${id}", which ${fault}` };
  };
}

function fieldsOf({ path, digests }: Named): Record<string, string> {
  const name = posix.basename(path);
  const ext = posix.extname(name);
  const dir = posix.dirname(path);
  return {
    name,
    stem: name.slice(0, name.length - ext.length),
    ext: ext.slice(1),
    dir: dir === '.' ? '' : dir,
    path,
    sha256: digests.sha256 ?? '',
  };
}
