import {
  anything,
  count,
  dictionary,
  flag,
  integer,
  list,
  nullable,
  object,
  oneOf,
  optional,
  text,
  type Shape,
} from '../shared/shape.js';
import {
  digestsShape,
  evidenceShape,
  findingKeyShape,
  placeShape,
  scopeShape,
  sha256Shape,
  triStateShape,
} from '../shared/shapes.js';
import { ALIAS_SCHEMES, ASSET_KINDS, EDGE_KINDS, REACHES, type AliasScheme } from '../shared/vocabulary.js';
import type { Shapes } from '../shared/fold.js';
import type {
  ApprovalCondition,
  ActData,
  CauseData,
  DerivedFromData,
  FactData,
  GeneratedByToolData,
  Input,
  InputRef,
  Member,
  OriginSignal,
  OverrideData,
  PromotionRefusedData,
  ToolRef,
  VerdictData,
} from './events.js';

const listPart = { list: optional(text), part: optional(count), parts: optional(count) };
const lineage = {
  ...listPart,
  inputsComplete: optional(triStateShape),
  basis: optional(oneOf(['observed', 'declared', 'inferred'])),
  vendor: optional(text),
  step: optional(text),
};
const inputRef = { asset: optional(text), production: optional(text), digest: optional(digestsShape) };
const input = object<Input>({ ...inputRef, kind: oneOf(EDGE_KINDS) });
const tool = object<ToolRef>({ id: text, version: text, mode: optional(text) });

/** What the data of each fact must look like, to be taken in and to be read back. */
export const FACT_SHAPES: Shapes<FactData> = {
  registered: object<FactData['registered']>({
    name: text,
    kind: oneOf(ASSET_KINDS),
    labels: optional(dictionary(text)),
    vendor: optional(text),
  }),
  'bytes-identified': object<FactData['bytes-identified']>({
    digests: digestsShape,
    size: optional(count),
    mediaType: optional(text),
    fileName: optional(text),
    seen: optional(oneOf(['bytes', 'manifest'])),
  }),
  'members-identified': object<FactData['members-identified']>({
    members: list(object<Member>({ name: text, frame: optional(integer), size: count, digests: digestsShape })),
    part: count,
    parts: count,
  }),
  aliased: object<FactData['aliased']>({
    aliases: list(
      object<{ readonly scheme: AliasScheme; readonly value: string }>({ scheme: oneOf(ALIAS_SCHEMES), value: text }),
    ),
  }),
  'generated-by-tool': object<GeneratedByToolData>({
    ...lineage,
    tool,
    model: optional(text),
    inputs: optional(list(input)),
    references: optional(list(object<InputRef>(inputRef))),
  }),
  'derived-from': object<DerivedFromData>({ ...lineage, inputs: list(input), tool: optional(tool) }),
  'facts-declared': object<FactData['facts-declared']>({
    facts: dictionary(anything),
    basis: optional(oneOf(['camera-report', 'vendor-warranty', 'artist-statement', 'library-licence', 'tracker'])),
    evidence: optional(list(evidenceShape)),
  }),
  'origin-detected': object<FactData['origin-detected']>({
    signals: list(
      object<OriginSignal>({
        kind: oneOf(['c2pa', 'xmp', 'png-text', 'exif', 'container-tag', 'alpha-lsb', 'workflow']),
        where: text,
        value: text,
        verdict: oneOf(['ai', 'ai-composite', 'procedural', 'claims-capture', 'unreadable', 'tampered', 'none']),
        trust: oneOf(['trusted', 'valid', 'invalid', 'none']),
        detector: text,
        detectorVersion: text,
      }),
    ),
  }),
  'marked-temporary': object<FactData['marked-temporary']>({ reason: text }),
  superseded: object<FactData['superseded']>({ by: text, reason: optional(text) }),
  'made-under': object<FactData['made-under']>({ usage: text }),
};

const cause = object<CauseData>({
  rule: text,
  outcome: text,
  code: text,
  message: text,
  root: text,
  element: nullable(text),
  evidence: list(placeShape),
  missing: nullable(dictionary(list(text))),
  clears: anything,
  overriddenBy: optional(list(text)),
});
const override = object<OverrideData>({
  approval: text,
  asset: text,
  by: text,
  justification: text,
  grantedAt: text,
  expiresAt: text,
  findings: list(findingKeyShape),
  findingCount: count,
  items: count,
});
const policy = { id: text, version: text, digest: text };

/** Members of every recorded verdict; deliveries and checks record them too. */
export const verdictMembers = {
  decision: text,
  verdict: oneOf(['release', 'hold']),
  position: nullable(count),
  use: object<VerdictData['use']>({ class: text, territories: list(text), languages: list(text), medium: text }),
  policies: list(object<VerdictData['policies'][number]>({ ...policy, switches: dictionary(anything) })),
  engine: count,
  summary: dictionary(anything),
  causes: list(cause),
  causeCount: count,
  overrides: optional(list(override)),
};

const judged = {
  approval: text,
  kind: text,
  digest: sha256Shape,
  reach: oneOf(REACHES),
  findings: list(findingKeyShape),
  seenAt: nullable(text),
  scope: scopeShape,
  evidence: list(evidenceShape),
  grantedBy: nullable(dictionary(text)),
  request: nullable(text),
  note: nullable(text),
  policy: object<ActData['approved']['policy']>(policy),
};
const conditions = optional(list(object<ApprovalCondition>({ id: text, text })));
const retraction = { retraction: text, reason: text, evidence: list(evidenceShape) };
type PathOfCause = PromotionRefusedData['paths'][number];

export const ACT_SHAPES: Shapes<ActData> = {
  'digest-conflict-reported': object<ActData['digest-conflict-reported']>({
    known: digestsShape,
    given: digestsShape,
    refused: text,
  }),
  'temporary-mark-lifted': object<ActData['temporary-mark-lifted']>({
    marks: list(text),
    reason: text,
    digest: sha256Shape,
    evidence: list(evidenceShape),
  }),
  'replacement-confirmed': object<ActData['replacement-confirmed']>({
    of: text,
    roots: list(text),
    replacedBy: list(text),
    removed: flag,
    digest: sha256Shape,
    reason: text,
    evidence: list(evidenceShape),
  }),
  'approval-requested': object<ActData['approval-requested']>({
    request: text,
    kind: text,
    scope: scopeShape,
    reach: oneOf(REACHES),
    findings: list(findingKeyShape),
    digest: sha256Shape,
    note: nullable(text),
    assignees: list(text),
    dueAt: nullable(text),
    check: nullable(text),
  }),
  approved: object<ActData['approved']>({ ...judged, conditions, expiresAt: nullable(text) }),
  'approval-rejected': object<ActData['approval-rejected']>(judged),
  'override-granted': object<ActData['override-granted']>({
    ...judged,
    conditions,
    expiresAt: text,
    justification: text,
  }),
  'condition-evidenced': object<ActData['condition-evidenced']>({
    approval: text,
    condition: text,
    evidence: list(evidenceShape),
    note: nullable(text),
  }),
  'approval-revoked': object<ActData['approval-revoked']>({
    approval: text,
    reason: text,
    effect: oneOf(['ab-initio', 'from']),
    effectiveAt: nullable(text),
    evidence: list(evidenceShape),
  }),
  'retraction-proposed': object<ActData['retraction-proposed']>({ ...retraction, events: list(text) }),
  'retraction-rejected': object<ActData['retraction-rejected']>(retraction),
  'fact-retracted': object<ActData['fact-retracted']>({ ...retraction, events: list(text) }),
  'promotion-requested': object<ActData['promotion-requested']>({ decision: text, delivery: text }),
  'promoted-to-deliverable': object<ActData['promoted-to-deliverable']>({
    ...verdictMembers,
    delivery: text,
    digest: nullable(sha256Shape),
  }),
  'promotion-refused': object<ActData['promotion-refused']>({
    ...verdictMembers,
    delivery: text,
    code: oneOf(['held', 'interrupted']),
    paths: list(object<PathOfCause>({ path: list(text), edges: list(text) })),
  }),
  'withdrawn-from-deliverable': object<ActData['withdrawn-from-deliverable']>({ delivery: text, reason: text }),
};

export const factShape = (type: keyof FactData): Shape<unknown> => FACT_SHAPES[type] as unknown as Shape<unknown>;
