import { resolve } from 'node:path';
import { usageError, undecidedError, refusedError } from '../exit/errors.js';
import { hashFile } from '../hash/hash-file.js';
import { assetPath, productionPath } from '../http/paths.js';
import { records, text, type Json } from '../http/read.js';
import type { Context } from '../session/context.js';
import { parseAssetRef, type AssetRef } from './asset-ref.js';

/** An asset of the ledger as a command addresses it. */
export interface AssetAddress {
  /** As the caller named it. */
  readonly named: string;
  readonly production: string;
  readonly asset: string;
  /** Path of the asset in the API. */
  readonly path: string;
}

export interface AssetOptions {
  readonly file?: readonly string[];
}

/** The assets that operands and --file name, in this order. @throws CliError 64 for none at all. */
export async function resolveAssets(
  context: Context,
  operands: readonly string[],
  options: AssetOptions,
): Promise<AssetAddress[]> {
  const refs = operands.map(parseAssetRef);
  const files = options.file ?? [];
  if (refs.length + files.length === 0)
    throw usageError('no asset is named', 'Name an id, id@production, sha256:… or --file PATH.');
  const found: AssetAddress[] = [];
  for (const ref of refs) found.push(await addressOf(context, ref));
  for (const file of files) found.push({ ...(await addressOf(context, await refOfFile(context, file))), named: file });
  return found;
}

/** The one asset that an operand or --file names. */
export async function resolveAsset(
  context: Context,
  operand: string | undefined,
  options: AssetOptions,
): Promise<AssetAddress> {
  const found = await resolveAssets(context, operand === undefined ? [] : [operand], options);
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw usageError('exactly one asset must be named', 'Name an id, or one --file.');
  return only;
}

/** The asset as the ledger shows it now; its `digests` and `position` are what an act then binds to. */
export async function readAsset(context: Context, address: AssetAddress): Promise<Json> {
  const client = await context.client();
  const { body } = await client.call('GET', address.path);
  return body as Json;
}

/** The SHA-256 that an act binds to. @throws CliError 2 where the ledger has not seen the bytes. */
export function sha256Of(asset: Json, named: string): string {
  const sha256 = text((asset['digests'] as Json | null)?.['sha256']);
  if (sha256 === '') {
    throw refusedError(
      'bytes-unknown',
      `the ledger does not know the bytes of ${named}`,
      'Ingest the file first; an act always binds to exact bytes.',
    );
  }
  return sha256;
}

async function refOfFile(context: Context, file: string): Promise<AssetRef> {
  try {
    const { digests } = await hashFile(resolve(context.io.cwd, file));
    return parseAssetRef(`sha256:${digests.sha256}`);
  } catch (error) {
    throw undecidedError('unreadable-input', `${file} cannot be hashed (${(error as Error).message})`);
  }
}

async function addressOf(context: Context, ref: AssetRef): Promise<AssetAddress> {
  const production = ref.production ?? context.production;
  const asset = ref.digest === null ? ref.asset : await idOfDigest(context, ref, production);
  return { named: ref.text, production, asset, path: assetPath(production, asset) };
}

/**
 * The id behind a digest. Assets that share a cryptographic digest are one content (rule I1), so any of them answers for all;
 * an xxh digest may stand for several contents and is then refused. Where nothing is found the text itself is the id: ingest
 * makes such ids, and one just ingested may not be in the lists yet.
 */
async function idOfDigest(context: Context, ref: AssetRef, production: string): Promise<string> {
  const client = await context.client();
  const answer = await client.call('POST', `${productionPath(production)}/assets/lookup`, {
    json: { digests: [ref.asset] },
  });
  const matches = records(records((answer.body as Json)['items'])[0]?.['matches'])
    .filter((match) => match['production'] === undefined || match['production'] === production)
    .map((match) => text(match['asset']));
  if (matches.includes(ref.asset) || matches.length === 0) return ref.asset;
  const weak = ref.digest?.algorithm.startsWith('xxh') === true;
  if (weak && matches.length > 1) {
    throw refusedError(
      'ambiguous',
      `${ref.text} may be any of ${matches.join(', ')}`,
      'Name the asset, or a cryptographic digest.',
    );
  }
  return matches[0] ?? ref.asset;
}
