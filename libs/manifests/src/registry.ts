import { ascMhlReader } from './formats/asc-mhl/reader.js';
import { checksumListReader } from './formats/checksum-list/reader.js';
import { filesReader } from './formats/own-json/files.js';
import { itemsReader } from './formats/own-json/items.js';
import type { ManifestHead, ManifestReader } from './formats/reader.js';

/** Every reader, asked in this order. A new format is one folder (or file) under formats/ and one line here. */
export const READERS: readonly ManifestReader[] = [ascMhlReader, itemsReader, filesReader, checksumListReader];

export function readerOf(format: string): ManifestReader | undefined {
  return READERS.find((reader) => reader.format === format);
}

export function detectReader(head: ManifestHead): ManifestReader | undefined {
  return READERS.find((reader) => reader.recognises(head));
}
