import { verdictMembers } from '../asset/shapes.js';
import { manifestRefShape } from '../manifest/shapes.js';
import type { Shapes } from '../shared/fold.js';
import { count, integer, list, nullable, object, optional, text, type Shape } from '../shared/shape.js';
import type { CheckData, CheckProblem, HeldItem } from './events.js';

const problem = object<CheckProblem>({ code: text, message: text, path: nullable(text) });

/** A flag that is only there where it is set. */
const yes: Shape<true> = (value, at) => (value === true ? null : { pointer: at, message: 'must be true' });

export const heldItemShape = object<HeldItem>({
  manifest: integer,
  item: count,
  path: text,
  code: text,
  // -1 names a cause beyond those that are kept.
  causes: list(object<HeldItem['causes'][number]>({ cause: integer, path: list(text), edges: list(text) })),
  overridden: optional(yes),
});

export const CHECK_SHAPES: Shapes<CheckData> = {
  'check-requested': object<CheckData['check-requested']>({
    check: text,
    delivery: text,
    manifests: list(manifestRefShape),
    files: nullable(manifestRefShape),
    problems: list(problem),
  }),
  held: object<CheckData['held']>({ part: count, items: list(heldItemShape), verdict: optional(text) }),
  checked: object<CheckData['checked']>({ ...verdictMembers, problems: list(problem), verdictDigest: text }),
  interrupted: object<CheckData['interrupted']>({ reason: text }),
};
