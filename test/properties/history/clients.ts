import { assetStream, RETRACTABLE, type ApproveCommand } from '@clearance/domain';
import type { StoredEvent } from '@clearance/event-store';
import { assetSituation, type AssetSituation } from '@clearance/projections';
import type { FactRequest } from '../../../src/intake/fact-request.js';
import { timeAt } from '../ledger/clock.js';
import type { Act, Fact } from './deeds.js';
import { Deliverers } from './delivering.js';
import type { Desk, Errand } from './desk.js';
import { evaluatedIn, type EvaluatedRow } from './evaluated.js';
import { factsOf } from './words.js';
import { digestOfText, SCOPES, type Places } from './world.js';

/** Whatever was recorded under; thrown problems are the caller's. */
export interface Doing {
  readonly desk: Desk;
  readonly production: string;
  /** Names this doing; also the key under which its commands come. */
  readonly key: string;
}
/** What somebody was about to record, before anybody else did anything. */
export interface Attempt {
  readonly what: 'approve' | 'lift' | 'confirm' | 'accept';
  readonly production: string;
  readonly asset: string;
  readonly by: string;
  /** Findings that it is about; of a confirmation their rules are those that the newer version carries. */
  readonly keys: readonly { readonly rule: string; readonly root: string }[];
}

const LICENCE = ' licence';
const isLicence = ({ key }: Doing): boolean => key.endsWith(LICENCE);
export const REYES = 'd.reyes@studio.example';

/** Time as people have it who say until when something holds. */
export interface Calendar {
  /** The time in so many seconds. */
  in(seconds: number): string;
  /** Lets some pass. */
  pass(seconds: number): void;
}

/** People and tools, each at the desk of one ledger. */
export class Clients {
  private readonly delivering: Deliverers;

  constructor(
    private readonly places: Places,
    private readonly calendar: Calendar,
    /** What is recorded so far, as far as they know. */
    private readonly book: { readonly log: readonly StoredEvent[] },
    /** Told what is tried, just before it is. */
    private readonly trying: (attempt: Attempt) => void,
  ) {
    this.delivering = new Deliverers(places);
  }

  factOf({ production, key }: Omit<Doing, 'desk'>, fact: Fact): FactRequest {
    const facts = factsOf(fact, this.places);
    const { source, time, authid } = fact.maker;
    return {
      envelope: {
        event: 'reported',
        type: 'clearance.asset.reported.v1',
        production,
        subject: this.places.asset(fact.at),
        source,
        id: key,
        time: time === null ? null : timeAt(time),
        authtype: null,
        authid,
        correlationId: null,
        causationId: null,
        extensions: {},
      },
      data: facts,
      facts,
      bytes: 0,
    };
  }

  /** @returns whether there was anything to do. */
  async act(doing: Doing, deed: Act): Promise<boolean> {
    switch (deed.say) {
      case 'approve':
        return this.approve(doing, deed);
      case 'revoke':
        return this.revoke(doing, deed);
      case 'lift':
        return this.lift(doing, deed);
      case 'retract':
        return this.retract(doing, deed);
      case 'confirm':
        return this.confirm(doing, deed);
      case 'promote':
        return this.promote(doing, deed);
      case 'withdraw':
        return this.withdraw(doing, deed);
      case 'license':
        return this.license(doing, deed);
      case 'deliver':
      case 'recall':
      case 'replace':
        return this.delivering.act(doing, deed);
      default:
        throw new TypeError(`nobody does ${JSON.stringify(deed satisfies never)}`);
    }
  }

  private async approve(doing: Doing, deed: Extract<Act, { say: 'approve' }>): Promise<boolean> {
    const clearable = ({ open }: AssetSituation) => open.filter(({ outcome }) => outcome === 'approval');
    const found = this.find(doing, deed, ({ rules }) => rules.includes('|base-generated|'));
    if (found === null) return false;
    const { asset, situation } = found;
    const all = clearable(situation).map(({ key }) => key);
    const named = deed.names === 'open' || deed.names === 'all' ? all : all.slice(0, 1);
    if (named.length === 0) return false;
    const findings = deed.fault === 'a mark' ? [{ rule: 'base-temporary-mark', root: asset, element: null }] : named;
    const at = (seconds: number | null) => (seconds === null ? null : this.calendar.in(seconds));
    const window = deed.from === null && deed.until === null ? null : { from: at(deed.from), until: at(deed.until) };
    const command: ApproveCommand = {
      verdict: 'approved',
      kind: deed.fault === 'a ruling' ? 'ruling' : 'written',
      digest: { sha256: deed.fault === 'other bytes' ? digestOfText('sha256', 'other') : (situation.sha256 ?? '') },
      reach: deed.reach,
      findings: deed.names === 'open' && deed.fault !== 'a mark' ? 'open' : findings,
      seenAt: deed.names === 'open' ? (doing.desk.db.meta('factsAt') ?? '0') : null,
      scope: { ...SCOPES[deed.scope], window },
      evidence: [{ ref: 'dms://legal/4711' }],
      expiresAt: at(deed.expires),
    };
    // Of what is named "open" only what such an approval clears concerns the approver.
    const keys = deed.names === 'open' ? all.filter(({ rule }) => rule === 'base-generated') : findings;
    // What follows a licence may be refused as well, and that is nothing of the approval's.
    this.try(deed.fault === null && !isLicence(doing), { what: 'approve', asset, by: deed.by, keys }, doing);
    await doing.desk.approve(errandOf(doing, asset, deed.by), command);
    return true;
  }

  private async license(doing: Doing, { at, by, delivery, after }: Extract<Act, { say: 'license' }>): Promise<boolean> {
    const found = this.find(doing, { at, needy: true }, ({ rules }) => rules === '||base-generated||');
    if (found === null) return false;
    const place = Number(found.asset.slice(1));
    const approval = { at: place, needy: false, by, reach: 'contained', scope: 'anywhere', names: 'all' } as const;
    const limits = { expires: 60, from: null, until: null, fault: null };
    await this.approve({ ...doing, key: `${doing.key}${LICENCE}` }, { say: 'approve', ...approval, ...limits });
    const items = [{ at: place, by: 'all' as const }];
    const done = await this.delivering.act(doing, { say: 'deliver', delivery, items, clean: false, stubborn: false });
    this.calendar.pass(after);
    return done;
  }

  private async revoke(doing: Doing, { which, effect, from }: Extract<Act, { say: 'revoke' }>): Promise<boolean> {
    const approvals = this.book.log.filter(
      ({ type, stream }) => type === 'approved' && stream.startsWith(`asset-${doing.production}/`),
    );
    const picked = approvals[which % Math.max(approvals.length, 1)];
    if (picked === undefined) return false;
    const effectiveAt = effect === 'from' && from !== null ? this.calendar.in(from) : null;
    const approval = (picked.data as { readonly approval: string }).approval;
    const command = { approval, reason: 'in error', effect, effectiveAt } as const;
    await doing.desk.revoke(errandOf(doing, picked.stream.split('/')[1]!, REYES), command);
    return true;
  }

  private async lift(doing: Doing, deed: Extract<Act, { say: 'lift' }>): Promise<boolean> {
    const open = ({ marks }: AssetSituation) => marks.filter(({ lifted }) => !lifted);
    const found = this.find(doing, deed, ({ rules }) => rules.includes('|base-temporary-mark|'));
    if (found === null || open(found.situation).length === 0) return false;
    const { asset, situation } = found;
    const command = {
      marks: deed.all ? ('all' as const) : [open(situation)[0]!.event],
      reason: 'replaced',
      digest: { sha256: situation.sha256 ?? '' },
      evidence: [],
    };
    this.try(true, { what: 'lift', asset, by: deed.by, keys: [] }, doing);
    await doing.desk.lift(errandOf(doing, asset, deed.by), command);
    return true;
  }

  private async retract(doing: Doing, deed: Extract<Act, { say: 'retract' }>): Promise<boolean> {
    const stream = assetStream(doing.production, this.places.asset(deed.at));
    const facts = this.book.log.filter(
      (event) => event.stream === stream && (RETRACTABLE as readonly string[]).includes(event.type),
    );
    const picked = facts[deed.which % Math.max(facts.length, 1)];
    if (picked === undefined) return false;
    const asset = this.places.asset(deed.at);
    const command = { events: [picked.id], reason: 'wrong' };
    const proposing = { ...doing, key: `${doing.key} proposal` };
    const retraction = await doing.desk.propose(errandOf(proposing, asset, deed.proposer), command);
    if (deed.end === 'open' || retraction === '') return true;
    const closing = { retraction, reason: 'checked' };
    if (deed.end === 'accept' && deed.by !== deed.proposer)
      this.try(true, { what: 'accept', asset, by: deed.by, keys: [] }, doing);
    await doing.desk.close(errandOf(doing, asset, deed.by), deed.end, closing);
    return true;
  }

  private async confirm(doing: Doing, deed: Extract<Act, { say: 'confirm' }>): Promise<boolean> {
    const found = this.find(doing, deed, ({ rules }) => rules.includes('|base-replacement-unconfirmed|'));
    if (found === null || found.situation.unconfirmed.length === 0) return false;
    const { asset, situation } = found;
    const { of } = situation.unconfirmed[deed.which % situation.unconfirmed.length]!;
    const roots = situation.unconfirmed.filter((each) => each.of === of).map(({ root }) => root);
    const command = { of, roots, digest: { sha256: situation.sha256 ?? '' }, reason: 'taken out' };
    const keys = roots.map((root) => ({ rule: 'base-replacement-unconfirmed', root }));
    this.try(true, { what: 'confirm', asset, by: deed.by, keys }, doing);
    await doing.desk.confirm(errandOf(doing, asset, deed.by), command);
    return true;
  }

  private async promote(doing: Doing, deed: Extract<Act, { say: 'promote' }>): Promise<boolean> {
    const found = this.find(doing, { at: deed.at, needy: deed.clean }, ({ compliant }) => compliant === 1);
    if (found === null) return false;
    await doing.desk.promote(errandOf(doing, found.asset, REYES), deed.delivery);
    return true;
  }

  private async withdraw(doing: Doing, deed: Extract<Act, { say: 'withdraw' }>): Promise<boolean> {
    const { type, stream, data } =
      this.book.log.findLast(
        (event) => event.type === 'promoted-to-deliverable' && event.stream.startsWith(`asset-${doing.production}/`),
      ) ?? {};
    const promoted = deed.needy && type !== undefined;
    const command = { delivery: promoted ? String(data!['delivery']) : deed.delivery, reason: 'another take' };
    const asset = promoted ? stream!.split('/')[1]! : this.places.asset(deed.at);
    await doing.desk.withdraw(errandOf(doing, asset, REYES), command);
    return true;
  }

  /** The asset at a place; where it is `needy`, at the next place at which there seems to be something to decide. */
  private find(
    doing: Doing,
    { at, needy }: { readonly at: number; readonly needy: boolean },
    needs: (row: EvaluatedRow) => boolean,
  ): { asset: string; situation: AssetSituation } | null {
    const rows = needy ? evaluatedIn(doing) : new Map<string, EvaluatedRow>();
    const assets = Array.from({ length: this.places.size }, (_, index) => this.places.asset(at + index));
    const asset = needy ? assets.find((each) => rows.has(each) && needs(rows.get(each)!)) : this.places.asset(at);
    if (asset === undefined) return null;
    const { db } = doing.desk;
    const situation = db.snapshot(() => assetSituation(db, doing.production, asset));
    return situation === null ? null : { asset, situation };
  }

  private try(fair: boolean, attempt: Omit<Attempt, 'production'>, { production }: Doing): void {
    if (fair) this.trying({ ...attempt, production });
  }
}

const errandOf = ({ production, key }: Doing, asset: string, by: string): Errand => ({ by, key, production, asset });
