import { assetIdFault, parseNamedDigest, PRODUCTION_ID, type DigestAlgorithm } from '@clearance/domain';
import { usageError } from '../exit/errors.js';

/** How a command line names an asset: by id, by id in another production, or by a digest of its bytes. */
export interface AssetRef {
  /** As it was given; also the id that is asked for where a digest finds nothing. */
  readonly text: string;
  readonly asset: string;
  /** null = the production of the command. */
  readonly production: string | null;
  readonly digest: { readonly algorithm: DigestAlgorithm; readonly value: string } | null;
}

/** Reads `id`, `id@production` or `alg:digest`. @throws CliError 64 */
export function parseAssetRef(text: string): AssetRef {
  const at = text.lastIndexOf('@');
  const asset = at < 0 ? text : text.slice(0, at);
  const production = at < 0 ? null : text.slice(at + 1);
  const fault = assetIdFault(asset);
  if (fault !== null) throw usageError(`"${text}" is no asset: its id ${fault}`);
  if (production !== null && !PRODUCTION_ID.test(production))
    throw usageError(`"${text}" is no asset: "${production}" is no production`);
  return { text, asset, production, digest: parseNamedDigest(asset) };
}

/** `ASSET[@P]=KIND`, as an input of an event (bodies.md 2). A digest names bytes, wherever they are registered. */
export interface InputReference {
  readonly asset?: string;
  readonly production?: string;
  readonly digest?: Readonly<Record<string, string>>;
}

export function inputReference(ref: AssetRef): InputReference {
  const production = ref.production === null ? {} : { production: ref.production };
  if (ref.digest !== null) return { digest: { [ref.digest.algorithm]: ref.digest.value }, ...production };
  return { asset: ref.asset, ...production };
}
