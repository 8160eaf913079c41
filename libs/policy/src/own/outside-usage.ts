import { matchesVersion, type ToolRef, type UsageProposedData } from '@clearance/domain';
import { factsOf, type Dossier } from '../dossier.js';
import { stepsOf } from '../facts/step.js';
import { sortedUnique } from '../order.js';
import { isEdgeFact } from './inputs.js';

/** The list of facts that says which performers can be seen or heard; whole, `[]` = none (bodies.md 2). */
const LIKENESS = 'likeness';

/**
 * What in the facts of a content a usage does not cover, in words; empty where it covers all of them. Nothing fails open: what
 * is not stated (with what it was made, who can be seen) is outside.
 */
export function outsideUsage(dossier: Dossier, usage: string, proposed: UsageProposedData): string[] {
  const named = factsOf(dossier, 'made-under').some(({ data }) => data.usage === usage);
  return [
    ...(named ? [] : [`nothing says that it was made under ${usage}`]),
    ...toolsOutside(dossier, proposed),
    ...performersOutside(dossier, proposed),
  ];
}

function toolsOutside(dossier: Dossier, { tools }: UsageProposedData): string[] {
  const used = dossier.facts.flatMap((fact) =>
    isEdgeFact(fact) && fact.data.tool !== undefined ? [fact.data.tool] : [],
  );
  const others = used
    .filter((tool) => !tools.some((allowed) => covers(allowed, tool)))
    .map((tool) => `${toolText(tool)} is not among its tools`);
  return [
    ...(used.length === 0 ? ['with which tool it was made is not stated'] : []),
    ...(hasUnknownStep(dossier) ? ['a derivation does not state its tool'] : []),
    ...sortedUnique(others),
  ];
}

function covers({ id, version, modes }: UsageProposedData['tools'][number], tool: ToolRef): boolean {
  if (tool.id !== id || !matchesVersion(version, tool.version)) return false;
  return modes.includes('*') || (tool.mode !== undefined && modes.includes(tool.mode));
}

/** An operation on material, of which nobody says by what it was done. Parts of one list are one step. */
function hasUnknownStep(dossier: Dossier): boolean {
  return stepsOf(dossier, [], 0).some(
    ({ tool, facts }) =>
      tool === null && facts.some(({ data }) => (data.inputs ?? []).some(({ kind }) => kind === 'derivation')),
  );
}

function performersOutside(dossier: Dossier, { performers }: UsageProposedData): string[] {
  const seen = performersOf(dossier);
  return [
    ...(seen.known ? [] : [`which performers can be seen or heard is not declared (${LIKENESS})`]),
    ...sortedUnique(seen.performers)
      .filter((performer) => !performers.includes(performer))
      .map((performer) => `${performer} is not among its performers`),
  ];
}

/** Everybody whom some list of facts names as a performer; known where the likenesses are declared and all can be read. */
function performersOf(dossier: Dossier): { readonly known: boolean; readonly performers: ReadonlySet<string> } {
  const performers = new Set<string>();
  let declared = false;
  let readable = true;
  for (const { data } of factsOf(dossier, 'facts-declared')) {
    for (const [name, value] of Object.entries(data.facts)) {
      declared ||= name === LIKENESS;
      if (!Array.isArray(value)) {
        readable &&= name !== LIKENESS;
        continue;
      }
      for (const entry of value as readonly unknown[]) {
        const performer = performerIn(entry);
        if (typeof performer === 'string' && performer !== '' && performer !== 'unknown') performers.add(performer);
        else if (name === LIKENESS || performer !== undefined) readable = false;
      }
    }
  }
  return { known: declared && readable, performers };
}

function performerIn(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'performer' in entry ? entry.performer : undefined;
}

function toolText({ id, version, mode }: ToolRef): string {
  return `${id} ${version} (${mode ?? 'mode not stated'})`;
}
