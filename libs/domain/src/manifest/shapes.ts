import type { Shapes } from '../shared/fold.js';
import { count, flag, list, nullable, object, oneOf, optional, text } from '../shared/shape.js';
import { digestsShape } from '../shared/shapes.js';
import type { ManifestData, ManifestItemData, ManifestRefData, ManifestSealedData } from './events.js';

export const manifestRefShape = object<ManifestRefData>({
  id: text,
  name: text,
  format: text,
  sha256: text,
  items: count,
});

type ItemAlias = NonNullable<ManifestItemData['aliases']>[number];
const item = object<ManifestItemData>({
  path: text,
  size: nullable(count),
  digests: digestsShape,
  aliases: optional(list(object<ItemAlias>({ scheme: text, value: text }))),
  role: optional(oneOf(['content', 'structural', 'document', 'junk'])),
  failed: optional(flag),
  error: optional(text),
});

export const MANIFEST_SHAPES: Shapes<ManifestData> = {
  chunk: object<ManifestData['chunk']>({
    part: count,
    raw: optional(text),
    from: optional(count),
    items: optional(list(item)),
  }),
  sealed: object<ManifestSealedData>({
    format: text,
    sha256: text,
    size: count,
    chunks: count,
    items: count,
    itemsDigest: text,
    reader: object<ManifestSealedData['reader']>({ name: text, version: count }),
  }),
};
