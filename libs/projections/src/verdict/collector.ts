import { sha256Hex } from '@clearance/canonical';
import type {
  CauseData,
  CheckProblem,
  Digests,
  HeldItem,
  ManifestItemData,
  ManifestRefData,
  Use,
} from '@clearance/domain';
import {
  judge,
  toFinding,
  type ComplianceState,
  type ContentState,
  type Finding,
  type JudgeContext,
  type Judgement,
  type Policy,
} from '@clearance/policy';
import { FILES_ORD } from '../apply/check.js';
import type { ReadModelDatabase } from '../database.js';
import { judgingOf } from '../evaluate/setting.js';
import { policyOf } from '../evaluate/policies.js';
import { FreshStates, type Evaluated } from '../evaluate/states.js';
import { identityFinding } from './identity-finding.js';
import { Matcher, type FoundFile, type Identified } from './match.js';
import { MAX_OVERRIDES, Overrides } from './overrides.js';
import type { ItemVerdict, PolicyRef, Summary, Verdict } from './verdict.js';

/** D3. */
const MAX_CAUSES = 1_000;

/** The policies a verdict for a production is reached with: the base rules first. */
export function policiesInForce(db: ReadModelDatabase, production: string): PolicyRef[] {
  return [...policyOf(db, production).policy.packs];
}

/** An item of a manifest, with what `--root` found under its path (see Matcher). */
export interface FoundItem {
  readonly index: number;
  readonly item: ManifestItemData;
  readonly file: FoundFile | null | undefined;
}

/** Gathers item verdicts into one; what shares a content shares its findings. */
export class Collector {
  private readonly matcher: Matcher;
  private readonly states: FreshStates;
  private readonly policy: Policy;
  private readonly judging: JudgeContext;
  private readonly byContent = new Map<string, { state: ComplianceState; findings: readonly Finding[] } | null>();
  private readonly judgements = new Map<ContentState, Judgement>();
  private readonly causes = new Map<string, number>();
  private readonly causeList: CauseData[] = [];
  private readonly held: HeldItem[] = [];
  private readonly byState: Record<string, number> = {};
  private readonly byCode: Record<string, number> = {};
  private readonly lines: string[] = [];
  private readonly overrides: Overrides;
  private overridden = 0;
  private total = 0;
  /** Picture, sound, text: a package of nothing but manifests has nothing that could be cleared. */
  private content = 0;

  constructor(
    private readonly db: ReadModelDatabase,
    production: string,
    private readonly use: Use,
    delivery: string,
  ) {
    this.matcher = new Matcher(db, production);
    this.overrides = new Overrides(db);
    this.states = new FreshStates(db, production);
    this.policy = policyOf(db, production).policy;
    this.judging = judgingOf(db, production, delivery, this.policy);
  }

  get empty(): boolean {
    return this.content === 0;
  }

  /** Items of one manifest. All of them at once: what they stand for is then read in the order in which it lies on disk. */
  items(manifest: number, items: readonly FoundItem[]): void {
    this.states.prepare(this.matcher.prepare(digestsAmong(items)));
    for (const each of items) this.item(manifest, each);
  }

  private item(manifest: number, { index, item, file }: FoundItem): void {
    const identified = this.matcher.identify(item, file);
    // A chain file lists manifests: they have to be there and unaltered, but they are no picture or sound.
    if (item.role === 'structural' && (identified.code === 'unregistered' || identified.code === 'bytes-unknown'))
      return;
    if (item.role !== 'structural') this.content += 1;
    this.add(this.judged(manifest, index, item.path, identified));
  }

  asset(asset: string): void {
    this.content += 1;
    const found = this.judgedContent(asset, this.states.of(asset));
    const open = found?.findings ?? [];
    this.add({
      manifest: 0,
      index: 0,
      path: asset,
      status: found === null ? 'held' : statusOf(open),
      code: found === null ? 'unregistered' : null,
      asset,
      state: found?.state ?? null,
      match: null,
      findings: found === null ? [identityFinding('unregistered', `${asset} is not registered`, asset)] : open,
    });
  }

  /** Files of the package that no manifest lists. The manifests themselves may lie beside what they list. */
  extras(
    files: ReadonlyMap<string, { index: number; item: FoundFile }>,
    listed: ReadonlySet<string>,
    manifests: readonly ManifestRefData[],
  ): void {
    const own = new Set(manifests.map((manifest) => manifest.sha256));
    for (const [path, { index, item }] of files) {
      if (listed.has(path) || (item.digests.sha256 !== undefined && own.has(item.digests.sha256))) continue;
      const message = `${path} lies in the package but no manifest lists it`;
      this.add({
        manifest: FILES_ORD,
        index,
        path,
        status: 'held',
        code: 'extra-file',
        asset: null,
        state: null,
        match: null,
        findings: [identityFinding('extra-file', message, path)],
      });
    }
  }

  verdict(told: readonly CheckProblem[]): Verdict {
    const problems = this.overrides.tooMany ? [...told, TOO_MANY_OVERRIDES] : told;
    // Whatever a reader calls a problem is a reason to hold; what is merely worth knowing it calls a note.
    const holding = problems.length > 0;
    const overrides = this.overrides.all();
    const summary: Summary = {
      total: this.total,
      cleared: this.total - this.held.length,
      held: this.held.length - this.overridden,
      ...(this.overridden === 0 ? {} : { overridden: this.overridden }),
      byState: this.byState,
      byCode: this.byCode,
    };
    return {
      verdict: summary.held === 0 && !holding && this.content > 0 ? 'release' : 'hold',
      position: Number(this.db.meta('factsAt') ?? '0'),
      use: this.use,
      policies: [...this.policy.packs],
      engine: this.policy.engine,
      summary,
      causes: this.causeList,
      causeCount: this.causes.size,
      held: this.held,
      ...(overrides.length === 0 ? {} : { overrides }),
      problems,
      verdictDigest: sha256Hex(this.lines.join('\n')),
    };
  }

  private judged(manifest: number, index: number, path: string, identified: Identified): ItemVerdict {
    const { match } = identified;
    const only = match?.candidates.length === 1 ? this.states.ofContent(match.candidates[0]!) : null;
    const display = only?.asset ?? null;
    const found = only === null ? null : this.judgedContent(only.asset, only.evaluated);
    if (identified.code !== null || match === null) {
      const code = identified.code ?? 'unregistered';
      return {
        manifest,
        index,
        path,
        status: 'held',
        code,
        asset: display,
        state: found?.state ?? null,
        match,
        findings: [identityFinding(code, identified.message ?? code, display ?? path), ...(found?.findings ?? [])],
      };
    }
    if (found === null || !match.releasable) {
      return {
        manifest,
        index,
        path,
        status: 'held',
        code: 'unregistered',
        asset: display,
        state: null,
        match,
        findings: [identityFinding('unregistered', `${path} is known only by what others say of it`, display ?? path)],
      };
    }
    return {
      manifest,
      index,
      path,
      status: statusOf(found.findings),
      code: null,
      asset: display,
      state: found.state,
      match,
      findings: found.findings,
    };
  }

  private judgedContent(
    asset: string,
    evaluated: Evaluated | null,
  ): { state: ComplianceState; findings: readonly Finding[] } | null {
    const cached = this.byContent.get(asset);
    if (cached !== undefined) return cached;
    if (evaluated === null) {
      this.byContent.set(asset, null);
      return null;
    }
    const verdict = this.judgementOf(evaluated.state);
    const findings = verdict.open.map((open) =>
      toFinding(open, {
        content: evaluated.own.content,
        item: asset,
        look: (content) => this.states.of(content),
        pack: this.policy,
        use: this.use,
      }),
    );
    // Compliance and open findings are two readings of one judgement; if they ever disagreed, the item is held.
    const result = {
      state: verdict.state,
      findings:
        verdict.compliant || findings.length > 0
          ? findings
          : [identityFinding('bytes-unknown', `${asset} is ${verdict.state}`, asset)],
    };
    this.byContent.set(asset, result);
    return result;
  }

  /** What carries the same is judged once. */
  private judgementOf(state: ContentState): Judgement {
    const known = this.judgements.get(state);
    if (known !== undefined) return known;
    const verdict = judge(state, this.use, this.judging);
    this.judgements.set(state, verdict);
    return verdict;
  }

  private add(item: ItemVerdict): void {
    this.total += 1;
    if (item.state !== null) this.byState[item.state] = (this.byState[item.state] ?? 0) + 1;
    if (item.code !== null) this.byCode[item.code] = (this.byCode[item.code] ?? 0) + 1;
    this.lines.push(
      // Lists of texts and nulls only: for those JSON.stringify gives the form of RFC 8785.
      sha256Hex(
        JSON.stringify([
          item.path,
          item.status,
          item.code,
          item.asset,
          item.findings.map((finding) => [finding.rule, finding.root, finding.element]),
        ]),
      ),
    );
    if (item.status === 'cleared') return;
    if (item.status === 'overridden') {
      this.overridden += 1;
      this.overrides.add(item.findings.flatMap(({ overriddenBy = [] }) => overriddenBy));
    }
    this.held.push({
      manifest: item.manifest,
      item: item.index,
      path: item.path,
      code: item.code ?? '',
      causes: item.findings.map((finding) => ({
        cause: this.cause(finding),
        path: finding.path,
        edges: finding.edges,
      })),
      ...(item.status === 'overridden' ? { overridden: true as const } : {}),
    });
  }

  private cause(finding: Finding): number {
    const { overriddenBy } = finding;
    const known = [finding.rule, finding.code, finding.root, finding.element, finding.missing];
    const key = JSON.stringify(overriddenBy === undefined ? known : [...known, overriddenBy]);
    const before = this.causes.get(key);
    if (before !== undefined) return before;
    const index = this.causes.size < MAX_CAUSES ? this.causes.size : -1;
    this.causes.set(key, index);
    if (index >= 0) {
      this.causeList.push({
        rule: finding.rule,
        outcome: finding.outcome,
        code: finding.code,
        message: finding.message,
        root: finding.root,
        element: finding.element,
        evidence: finding.evidence,
        missing: finding.missing,
        clears: finding.clears,
        ...(overriddenBy === undefined ? {} : { overriddenBy }),
      });
    }
    return index;
  }
}

const TOO_MANY_OVERRIDES: CheckProblem = {
  code: 'too-many-overrides',
  message: `it would rest on more than ${MAX_OVERRIDES} broken glasses`,
  path: null,
};

/** An item goes out where nothing of it is open, or everything that is was let through under a broken glass. */
function statusOf(open: readonly Finding[]): ItemVerdict['status'] {
  if (open.length === 0) return 'cleared';
  return open.every(({ status }) => status === 'overridden') ? 'overridden' : 'held';
}

function* digestsAmong(items: readonly FoundItem[]): Generator<Digests> {
  for (const { item, file } of items) {
    yield item.digests;
    if (file != null) yield file.digests;
  }
}
