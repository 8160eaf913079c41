import { verdictMembers } from '../asset/shapes.js';
import { heldItemShape } from '../check/shapes.js';
import type { Shapes } from '../shared/fold.js';
import { count, dictionary, list, nullable, object, oneOf, optional, text } from '../shared/shape.js';
import { findingKeyShape, placeShape, triStateShape } from '../shared/shapes.js';
import { DELIVERY_CLASSES } from '../shared/vocabulary.js';
import { manifestRefShape } from '../manifest/shapes.js';
import type { ConcernCause, ConcernData, DeliveryData, RecalledData } from './events.js';

const concern = object<ConcernData>({
  release: text,
  causes: list(
    object<ConcernCause>({
      key: findingKeyShape,
      message: text,
      outcome: text,
      evidence: list(placeShape),
      paths: list(text),
    }),
  ),
  position: count,
});

export const DELIVERY_SHAPES: Shapes<DeliveryData> = {
  opened: object<DeliveryData['opened']>({
    name: text,
    class: oneOf(DELIVERY_CLASSES),
    recipient: text,
    territories: list(text),
    languages: list(text),
    medium: text,
    eidr: nullable(text),
    dueAt: nullable(text),
    labels: dictionary(text),
  }),
  'use-declared': object<DeliveryData['use-declared']>({
    asset: text,
    prominence: oneOf(['none', 'incidental', 'story_relevant', 'key_element', 'unknown']),
    onScreen: triStateShape,
    humanInput: oneOf(['none', 'some', 'meaningful', 'unknown']),
    note: nullable(text),
  }),
  'release-requested': object<DeliveryData['release-requested']>({
    decision: text,
    check: text,
    validUntil: nullable(text),
  }),
  released: object<DeliveryData['released']>({
    ...verdictMembers,
    check: text,
    validUntil: nullable(text),
    manifests: list(manifestRefShape),
    verdictDigest: text,
    overridden: optional(list(heldItemShape)),
  }),
  'release-refused': object<DeliveryData['release-refused']>({
    ...verdictMembers,
    check: text,
    code: oneOf(['held', 'interrupted']),
    verdictDigest: nullable(text),
    held: optional(list(heldItemShape)),
  }),
  compromised: concern,
  affected: concern,
  questioned: concern,
  'concern-closed': object<DeliveryData['concern-closed']>({
    release: text,
    kind: oneOf(['questioned', 'affected']),
    keys: list(findingKeyShape),
    position: count,
  }),
  recalled: object<RecalledData>({
    release: text,
    reason: text,
    cause: nullable(
      object<NonNullable<RecalledData['cause']>>({
        asset: optional(text),
        consent: optional(text),
        tool: optional(text),
      }),
    ),
    paths: list(text),
  }),
  replaced: object<DeliveryData['replaced']>({ release: text, by: text }),
};
