import { matchesVersion, type FindingKey, type Scope, type ToolRef } from '@clearance/domain';
import type { Dossier } from '../dossier.js';
import type { Registry } from '../facts/registry.js';
import { foldCase } from '../four-eyes.js';
import { compareText } from '../order.js';
import { instant } from '../time.js';
import type { EventRef, OwnApproval, OwnFinding } from '../types.js';
import { isEdgeFact } from './inputs.js';

/** A ruling on all present and future uses of an assistive tool in a production. */
export interface ToolRuling {
  readonly id: string;
  readonly tool: string;
  /** `0.3.44`, `0.3.*` or `*`. */
  readonly version: string;
  readonly mode: string;
  readonly rules: readonly string[];
  /** Token subject of whoever ruled. */
  readonly by: string;
  /** RFC 3339; null = never. */
  readonly expiresAt: string | null;
  readonly evidence: EventRef;
}

/** What a ruling covers: every use, since the tool only assists. */
export const RULING_SCOPE: Scope = {
  prominence: '*',
  classes: ['*'],
  territories: ['*'],
  languages: ['*'],
  mediums: ['*'],
};

/**
 * Rulings on tools as approvals of kind `ruling` given at the content: only where every tool of the content is the one ruled on,
 * in the mode ruled on, and classed as one that does not generate whenever that is asked. Whoever made the content, or
 * submitted it, has ruled nothing here (F6).
 */
export function ownRulings(
  dossier: Dossier,
  findings: readonly OwnFinding[],
  rulings: readonly ToolRuling[],
  registry: Registry,
  logTime: string,
): OwnApproval[] {
  if (rulings.length === 0) return [];
  const uses = usesOf(dossier);
  if (uses.length === 0) return [];
  return rulings
    .flatMap((ruling): OwnApproval[] => {
      if (dossier.submitters.includes(foldCase(ruling.by))) return [];
      if (!uses.every((use) => isCovered(use, ruling, registry, logTime))) return [];
      const keys = findings.filter(({ rule, outcome }) => outcome === 'escalate' && ruling.rules.includes(rule));
      if (keys.length === 0) return [];
      return [
        {
          id: ruling.id,
          kind: 'ruling',
          reach: 'processed',
          scope: RULING_SCOPE,
          keys: keys.map(({ rule, root, element }): FindingKey => ({ rule, root, element })),
          ended: ruling.expiresAt !== null && !(instant(logTime) < instant(ruling.expiresAt)),
          endsAt: ruling.expiresAt,
          evidence: ruling.evidence,
        },
      ];
    })
    .sort((a, b) => compareText(a.id, b.id));
}

interface ToolUse {
  readonly tool: ToolRef;
  readonly times: readonly string[];
}

function usesOf({ facts }: Dossier): ToolUse[] {
  return facts.flatMap((fact): ToolUse[] => {
    if (!isEdgeFact(fact) || fact.data.tool === undefined) return [];
    return [{ tool: fact.data.tool, times: [fact.occurredAt, fact.recordedAt] }];
  });
}

function isCovered({ tool, times }: ToolUse, ruling: ToolRuling, registry: Registry, logTime: string): boolean {
  if (tool.id !== ruling.tool || tool.mode !== ruling.mode || !matchesVersion(ruling.version, tool.version))
    return false;
  return [logTime, ...times].every((at) => {
    const known = registry.tool(tool, at).class;
    return known === 'assistive' || known === 'none';
  });
}
