import type { ActData, FactData, OriginSignal } from '@clearance/domain';
import { CRYPTOGRAPHIC, digestsOf, isCryptographic, membersMissing } from './bytes.js';
import type { Content } from './contents.js';
import { dataOf, type Entry } from './entries.js';
import { CONTENT_EDGES, VERSION_LINKS, type Lineage } from './lineage.js';

export interface Finding {
  readonly rule: string;
  readonly root: string;
  readonly outcome: 'deny' | 'unknown' | 'approval';
}

/** The base rules (rules.md, "Base rules"), row by row; what travels is not in here. */
export function ownFindings(content: Content, lineage: Lineage): Finding[] {
  const { display } = content;
  const inputs = lineage.inputs(content);
  const complete = lineage.completeness(content);
  const rows: readonly (readonly [rule: string, outcome: Finding['outcome'], roots: readonly string[]])[] = [
    ['temporary-mark', 'deny', when(isMarked(content) || isTemporaryStage(latestStage(content)))],
    ['generated', 'approval', when(isGenerated(content))],
    [
      'origin-unknown',
      'unknown',
      when(
        !(
          statesOrigin(content) ||
          has(content, 'generated-by-tool') ||
          (complete === 'yes' && inputs.some(({ kind }) => [...CONTENT_EDGES, ...VERSION_LINKS].includes(kind)))
        ) || isOriginDoubtful(content),
      ),
    ],
    ['bytes-unknown', 'unknown', when(areBytesUnknown(content))],
    ['inputs-incomplete', 'unknown', when(complete === 'no' || complete === 'unknown')],
    ['input-unregistered', 'unknown', [...new Set(inputs.filter(({ to }) => to === null).map(({ root }) => root))]],
    ['cycle', 'unknown', when(lineage.inCycle(content))],
    ['ledger-fault', 'unknown', when(content.faults.length > 0 || hasTwoOfOneAlgorithm(content))],
  ];
  return rows.flatMap(([rule, outcome, roots]) => roots.map((root) => ({ rule: `base-${rule}`, root, outcome })));

  function when(condition: boolean): string[] {
    return condition ? [display] : [];
  }
}

/** Every value declared stays (I5); a stage is a state, of which the latest counts. */
function declared({ facts }: Content, key: string): { readonly fact: Entry; readonly value: unknown }[] {
  return facts
    .filter(({ type }) => type === 'facts-declared')
    .map((fact) => ({ fact, value: dataOf<FactData['facts-declared']>(fact).facts[key] }))
    .filter(({ value }) => value !== undefined);
}

const has = ({ facts }: Content, type: string): boolean => facts.some((fact) => fact.type === type);
const declares = (content: Content, key: string, words: readonly unknown[]): boolean =>
  declared(content, key).some(({ value }) => words.includes(value));
/** A declared word that is none of those known may mean anything. */
const declaresOther = (content: Content, key: string, words: readonly unknown[]): boolean =>
  declared(content, key).some(({ value }) => !words.includes(value));

/** F7: a lift names marks, on whichever claim; nobody lifts what they had a hand in. */
function isMarked({ facts, entries, makers }: Content): boolean {
  const lifted = entries
    .filter(({ type, by }) => type === 'temporary-mark-lifted' && !makers.has(by))
    .flatMap((entry) => dataOf<ActData['temporary-mark-lifted']>(entry).marks);
  return facts.some(({ type, id }) => type === 'marked-temporary' && !lifted.includes(id));
}

function latestStage(content: Content): unknown {
  const stages = declared(content, 'asset.stage');
  stages.sort((a, b) => a.fact.occurredAt - b.fact.occurredAt || (a.fact.id < b.fact.id ? -1 : 1));
  return stages.at(-1)?.value;
}

/** F2: a condition that cannot be read counts as met. */
const isTemporaryStage = (stage: unknown): boolean =>
  stage !== undefined && stage !== 'candidate' && stage !== 'deliverable';

const SOURCE_TYPE = 'asset.digitalSourceType';
const GENERATIVE = ['trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia', 'compositeSynthetic'];
const ORIGINAL = ['digitalCapture', 'negativeFilm', 'digitalCreation', 'algorithmicMedia'];
/** L5: the last operation only. */
const OPERATIONS = ['humanEdits', 'minorHumanEdits', 'screenCapture', 'compositeCapture'];

const isGenerated = (content: Content): boolean =>
  has(content, 'generated-by-tool') ||
  declares(content, SOURCE_TYPE, GENERATIVE) ||
  declares(content, 'asset.genai', ['partial', 'full']) ||
  signals(content, ['ai', 'ai-composite']);
const statesOrigin = (content: Content): boolean => declares(content, SOURCE_TYPE, [...GENERATIVE, ...ORIGINAL]);
const isOriginDoubtful = (content: Content): boolean =>
  declaresOther(content, SOURCE_TYPE, [...GENERATIVE, ...ORIGINAL, ...OPERATIONS]) ||
  declaresOther(content, 'asset.genai', ['none', 'assistive', 'partial', 'full']) ||
  signals(content, ['tampered']);

function signals({ facts }: Content, verdicts: readonly OriginSignal['verdict'][]): boolean {
  return facts
    .filter(({ type }) => type === 'origin-detected')
    .flatMap((fact) => dataOf<FactData['origin-detected']>(fact).signals)
    .some(({ verdict }) => verdicts.includes(verdict));
}

function areBytesUnknown({ claims, entries }: Content): boolean {
  const of = (claim: string) => entries.filter(({ name }) => name === claim);
  return (
    claims.some((claim) => membersMissing(of(claim))) ||
    !claims.some((claim) => digestsOf(of(claim)).some(isCryptographic))
  );
}

/** I1. */
function hasTwoOfOneAlgorithm({ claims, entries }: Content): boolean {
  const values = new Set(claims.flatMap((claim) => digestsOf(entries.filter(({ name }) => name === claim))));
  return CRYPTOGRAPHIC.some((name) => [...values].filter((value) => value.startsWith(`${name}:`)).length > 1);
}
