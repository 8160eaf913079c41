import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/* The demo's own material: small files of the right kinds, made on the spot. */

/** A PNG of one grey with text chunks, as generators write them. */
export function png(grey: number, texts: Readonly<Record<string, string>> = {}): Buffer {
  const size = 8;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.concat(
    Array.from({ length: size }, () => Buffer.concat([Buffer.from([0]), Buffer.alloc(size, grey)])),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...Object.entries(texts).map(([key, text]) => chunk('tEXt', Buffer.from(`${key}\0${text}`, 'latin1'))),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** What ComfyUI writes into the images it saves. */
export function comfyTexts(prompt: string): Record<string, string> {
  const graph = {
    '3': { class_type: 'KSampler', inputs: { seed: 7, steps: 20, model: ['4', 0], positive: ['6', 0] } },
    '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sky_xl.safetensors' } },
    '6': { class_type: 'CLIPTextEncode', inputs: { text: prompt } },
    '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'bg', images: ['3', 0] } },
  };
  return { prompt: JSON.stringify(graph), workflow: JSON.stringify({ nodes: [], links: [], version: 0.4 }) };
}

/** A stand-in for a rendered frame: unique bytes of a plausible size behind an EXR magic number. */
export function frame(name: string): Buffer {
  const body = createHash('sha512').update(name).digest();
  return Buffer.concat([Buffer.from([0x76, 0x2f, 0x31, 0x01]), ...Array.from({ length: 64 }, () => body)]);
}

export function put(path: string, bytes: Buffer | string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

/** Writes the first generation of an ASC MHL history over a folder; returns the manifest's path. */
export function writeMhl(root: string): string {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const hashes = files.map((file) => {
    const bytes = readFileSync(file);
    const { size, mtime } = statSync(file);
    const path = relative(root, file).split(sep).join('/');
    const sha1 = createHash('sha1').update(bytes).digest('hex');
    return `    <hash>
      <path size="${size}" lastmodificationdate="${mtime.toISOString()}">${path}</path>
      <sha1 action="original" hashdate="${mtime.toISOString()}">${sha1}</sha1>
    </hash>`;
  });
  return put(
    join(root, 'ascmhl', '0001_package.mhl'),
    `<?xml version="1.0" encoding="UTF-8"?>
<hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0">
  <creatorinfo>
    <creationdate>${new Date().toISOString()}</creationdate>
    <hostname>demo</hostname>
    <tool version="1.0">clearance demo</tool>
  </creatorinfo>
  <processinfo><process>in-place</process></processinfo>
  <hashes>
${hashes.join('\n')}
  </hashes>
</hashlist>
`,
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body) >>> 0);
  return Buffer.concat([length, body, checksum]);
}
