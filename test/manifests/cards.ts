import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { base58 } from '@scure/base';
import { xxhash64 } from 'hash-wasm';
import { folderWith, samplesFolder } from '../harness/index.js';

/** A copied camera card: a folder of files and the list of their digests that travels with it. */
export interface Card {
  root: string;
  manifest: string;
  /** Paths as the manifest lists them, in its order. */
  paths: string[];
}

/** The card of the ASC MHL reference scenarios: three files, xxh64 only, sealed under ascmhl/. */
export async function sampleCard(): Promise<Card> {
  const root = join(await folderWith({}), 'A002R2EC');
  cpSync(join(samplesFolder, 'mhl-asc', 'scenario_01', 'travel_01', 'A002R2EC'), root, { recursive: true });
  return {
    root,
    manifest: join(root, 'ascmhl', '0001_A002R2EC_2020-01-16_091500Z.mhl'),
    paths: ['Clips/A002C006_141024_R2EC.mov', 'Clips/A002C007_141024_R2EC.mov', 'Sidecar.txt'],
  };
}

/** The same in kind, made here, so that the tests say something on machines without the samples. */
export async function madeCard(): Promise<Card> {
  const files = {
    'Clips/A003C001_260301_R1AB.mov': Buffer.from('first take of the made card'),
    'Clips/A003C002 & "second".mov': Buffer.from('second take of the made card'),
    'Sidecar.txt': Buffer.from('shot on a Tuesday\n'),
  };
  const hashes = await Promise.all(
    Object.entries(files).map(async ([path, bytes]) =>
      [
        '    <hash>',
        `      <path size="${bytes.length}">${escapeXml(path)}</path>`,
        `      <xxh64 action="original" hashdate="2026-03-01T09:00:00+00:00">${await xxhash64(bytes)}</xxh64>`,
        '    </hash>',
      ].join('\n'),
    ),
  );
  const name = 'ascmhl/0001_A003R1AB_2026-03-01_090000Z.mhl';
  const sealed = mhl(hashes);
  const folder = await folderWith({
    ...Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`A003R1AB/${path}`, bytes])),
    [`A003R1AB/${name}`]: sealed,
    'A003R1AB/ascmhl/ascmhl_chain.xml': chain(name.slice('ascmhl/'.length), sealed),
  });
  const root = join(folder, 'A003R1AB');
  return { root, manifest: join(root, name), paths: Object.keys(files) };
}

/** Digest of one file of a card, as the ledger knows it. */
export function sha256In(card: Card, path: string): string {
  return createHash('sha256')
    .update(readFileSync(join(card.root, path)))
    .digest('hex');
}

/** An ASC MHL v2 manifest around ready `<hash>` elements. */
export function mhl(hashes: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0">
  <creatorinfo>
    <creationdate>2026-03-01T09:00:00+00:00</creationdate>
    <hostname>dit-cart</hostname>
    <tool version="1.0">hand</tool>
  </creatorinfo>
  <processinfo><process>in-place</process></processinfo>
  <hashes>
${hashes.join('\n')}
  </hashes>
</hashlist>
`;
}

/** The chain file of a history with one generation; a C4 id is the base58 SHA-512 behind the letters c4. */
function chain(generation: string, content: string): string {
  const c4 = base58.encode(createHash('sha512').update(content).digest()).padStart(88, '1');
  return `<?xml version="1.0" encoding="UTF-8"?>
<ascmhldirectory xmlns="urn:ASC:MHL:DIRECTORY:v2.0">
  <hashlist sequencenr="1"><path>${generation}</path><c4>c4${c4}</c4></hashlist>
</ascmhldirectory>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
