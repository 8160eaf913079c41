import { sha256Hex } from '@clearance/canonical';
import type { ActData, EventMetadata, FactData, InputRef, Scope, Use } from '@clearance/domain';
import type { StoredEvent } from '@clearance/event-store';

/**
 * The rules as rules.md states them, read off the list of events with nothing kept and nothing shared with the policy:
 * every path from where a finding arises to the content asked about is walked by itself. For small histories only.
 */
export class Reference {
  private readonly claims = new Map<string, Entry[]>();
  private readonly now: number;
  private readonly groups = new Map<string, Group>();
  private readonly arrived = new Map<string, readonly Arrival[]>();

  constructor(log: readonly StoredEvent[]) {
    this.now = Math.max(...log.map((event) => Date.parse(metaOf(event).recordedAt)));
    for (const [index, event] of log.entries()) {
      const [category, id] = event.stream.split(/^([a-z]+)-[^/]*\//).slice(1) as [string, string];
      if (category !== 'asset') continue;
      const entries = this.claims.get(id) ?? [];
      entries.push({ ...event, n: index + 1, meta: metaOf(event), data: event.data });
      this.claims.set(id, entries);
    }
    for (const [id, entries] of this.claims)
      if (entries.every(({ type }) => type === 'not-an-event')) this.claims.delete(id);
    for (const id of this.claims.keys()) if (!this.groups.has(id)) this.join(id);
  }

  /** Every content by its display id. */
  contents(): Group[] {
    return [...new Set(this.groups.values())];
  }

  /** What is open for a use, as `rule root`, sorted; and the state that follows (F2). */
  judge(group: Group, use: Use): { readonly state: string; readonly open: string[] } {
    const { open, cleared } = this.standing(group, use);
    const outcomes = new Set(open.map(({ outcome }) => outcome));
    const worst = STATES.find(([outcome]) => outcomes.has(outcome));
    const state = worst?.[1] ?? (cleared ? 'approved' : 'clear');
    return { state, open: open.map(({ rule, root }) => `${rule} ${root}`).sort() };
  }

  /** Keys that make a release of these digests fail under its use, sorted; with `?` what is only not known (D5). */
  failing(items: readonly Readonly<Record<string, string>>[], use: Use): string[] {
    const wanted = items.flatMap((item) => Object.entries(item).map(([algorithm, value]) => `${algorithm}:${value}`));
    const held = this.contents().filter(({ values }) => wanted.some((value) => values.has(value)));
    const keys = held
      .flatMap((group) => this.standing(group, use).open)
      .map(({ rule, root, outcome }) => `${rule} ${root}${outcome === 'unknown' ? '?' : ''}`);
    return [...new Set(keys)].sort();
  }

  /** F5: open where some path brings no approval that covers the use. */
  private standing(group: Group, use: Use): { readonly open: Finding[]; readonly cleared: boolean } {
    if (!['final', 'marketing', 'dub'].includes(use.class)) return { open: [], cleared: false };
    const open: Finding[] = [];
    const byKey = Map.groupBy(this.arrivals(group), ({ rule, root }) => `${rule} ${root}`);
    for (const arrivals of byKey.values()) {
      const covered = arrivals.every(({ met }) => [...met].some((approval) => this.covers(approval, use)));
      if (!covered) open.push(arrivals[0]!);
    }
    return { open, cleared: open.length < byKey.size };
  }

  /** I1, I2. */
  private join(id: string): void {
    const members = new Set([id]);
    for (let size = 0; size < members.size;) {
      size = members.size;
      for (const other of this.claims.keys())
        if ([...members].some((member) => this.digests(member).some((value) => this.digests(other).includes(value))))
          members.add(other);
    }
    const ordered = [...members].sort((a, b) => this.bytesKnownAt(a) - this.bytesKnownAt(b));
    const entries = ordered.flatMap((claim) => this.claims.get(claim)!).sort((a, b) => a.n - b.n);
    const values = new Set(ordered.flatMap((claim) => this.digests(claim)));
    for (const { data, type } of entries)
      if (type === 'members-identified')
        for (const { digests } of (data as FactData['members-identified']).members)
          values.add(`sha256:${digests.sha256}`);
    const group: Group = { display: ordered[0]!, claims: ordered, entries, values, ...effective(entries) };
    for (const member of members) this.groups.set(member, group);
  }

  private digests(id: string, until = Infinity): string[] {
    const entries = this.claims.get(id)!.filter(({ n }) => n <= until);
    const said = entries
      .filter(({ type }) => type === 'bytes-identified')
      .flatMap(({ data }) => Object.entries((data as FactData['bytes-identified']).digests))
      .map(([algorithm, value]) => `${algorithm}:${value}`);
    const lines = membersIn(entries).map(({ name, digests }) => `${digests.sha256}  ${name}\n`);
    return membersMissing(entries) || lines.length === 0 ? said : [...said, `sha256:${sha256Hex(lines.join(''))}`];
  }

  private bytesKnownAt(id: string): number {
    return this.claims.get(id)!.find(({ n }) => this.digests(id, n).length > 0)?.n ?? Infinity;
  }

  private named(input: InputRef): { to: Group | null; root: string } {
    if (input.production !== undefined) return { to: null, root: `${input.asset}@${input.production}` };
    if (input.asset !== undefined) {
      const group = this.groups.get(input.asset) ?? null;
      // I4: registered = has a fact of its own.
      const registered = this.claims.get(input.asset)?.some(({ type }) => isFact(type)) === true;
      return { to: registered ? group : null, root: group?.display ?? input.asset };
    }
    const [[algorithm, value]] = Object.entries(input.digest!) as [[string, string]];
    const holder = [...this.claims.keys()].find((id) => this.digests(id).includes(`${algorithm}:${value}`));
    const to = holder === undefined ? null : this.groups.get(holder)!;
    return { to, root: to?.display ?? `${algorithm}:${value}` };
  }

  private inputs(group: Group): NamedInput[] {
    return group.facts
      .filter(isLineage)
      .flatMap((fact) => inputsIn(fact))
      .map(({ kind, ...input }) => ({ kind, ...this.named(input) }))
      .filter(({ to, root }) => to !== group && root !== group.display);
  }

  private reachable(group: Group): Set<Group> {
    const seen = new Set<Group>();
    const open = [group];
    for (let next = open.pop(); next !== undefined; next = open.pop())
      for (const { to } of this.inputs(next))
        if (to !== null && !seen.has(to)) {
          seen.add(to);
          open.push(to);
        }
    return seen;
  }

  /** L1. */
  private sameCycle(a: Group, b: Group): boolean {
    return this.reachable(a).has(b) && this.reachable(b).has(a);
  }

  /** L4. */
  private completeness(group: Group): string {
    const statements = group.facts.filter(isLineage);
    const says = (word: string) => statements.filter(({ data }) => (data as Lineage).inputsComplete === word);
    if (says('no').length > 0) return 'no';
    const bearing = (fact: Entry) => inputsIn(fact).length > 0 || (fact.data as Lineage).inputsComplete === 'no';
    if (![...statements, ...group.retracted.filter(isLineage)].some(bearing)) return 'not asked';
    const last = Math.max(
      0,
      ...group.retractions
        .filter(({ facts }) => facts.some((fact) => isLineage(fact) && bearing(fact)))
        .map(({ n }) => n),
    );
    const whole = (fact: Entry) => {
      const { part } = fact.data as Lineage;
      if (part === undefined) return true;
      const parts = statements
        .filter(({ stream, type }) => stream === fact.stream && type === fact.type)
        .map(({ data }) => (data as Lineage).part);
      return parts.includes(1) && parts.includes(2);
    };
    return says('yes').some((fact) => fact.n > last && whole(fact)) ? 'yes' : 'unknown';
  }

  private own(group: Group): Finding[] {
    const { facts, display } = group;
    const found: Finding[] = [];
    const add = (rule: string, outcome: Finding['outcome'], when: boolean, root = display) =>
      void (when && found.push({ rule: `base-${rule}`, root, outcome }));
    const declared = (key: string) =>
      facts
        .filter(({ type }) => type === 'facts-declared')
        .map((fact) => ({ fact, value: (fact.data as FactData['facts-declared']).facts[key] }))
        .filter(({ value }) => value !== undefined);
    const is = (key: string, ...values: string[]) =>
      declared(key).some(({ value }) => values.includes(value as string));
    const signal = (...verdicts: string[]) =>
      facts
        .filter(({ type }) => type === 'origin-detected')
        .some(({ data }) =>
          (data as FactData['origin-detected']).signals.some(({ verdict }) => verdicts.includes(verdict)),
        );
    const stage = declared('asset.stage')
      .sort((a, b) => order(a.fact.meta.occurredAt, b.fact.meta.occurredAt) || order(a.fact.id, b.fact.id))
      .at(-1)?.value;
    const lifted = new Set(
      group.entries
        .filter(({ type, meta }) => type === 'temporary-mark-lifted' && !group.excluded.has(fold(meta.actor.subject)))
        .flatMap(({ data }) => (data as ActData['temporary-mark-lifted']).marks),
    );
    const marked = facts.some(({ type, id }) => type === 'marked-temporary' && !lifted.has(id));
    add('temporary-mark', 'deny', marked || (stage !== undefined && stage !== 'deliverable' && stage !== 'candidate'));
    const tool = facts.some(({ type }) => type === 'generated-by-tool');
    const type = 'asset.digitalSourceType';
    add(
      'generated',
      'approval',
      tool || is(type, 'trainedAlgorithmicMedia') || is('asset.genai', 'partial', 'full') || signal('ai'),
    );
    const inputs = this.inputs(group);
    const complete = this.completeness(group);
    const origin =
      tool ||
      is(type, 'digitalCapture', 'trainedAlgorithmicMedia') ||
      (complete === 'yes' && inputs.some(({ kind }) => kind !== 'reference'));
    add(
      'origin-unknown',
      'unknown',
      !origin || is(type, 'composite') || is('asset.genai', 'unknown') || signal('tampered'),
    );
    const unfinished = group.claims.some((id) => membersMissing(this.claims.get(id)!));
    add('bytes-unknown', 'unknown', unfinished || group.claims.every((id) => this.digests(id).length === 0));
    add('inputs-incomplete', 'unknown', complete === 'no' || complete === 'unknown');
    for (const root of new Set(inputs.filter(({ to }) => to === null).map((input) => input.root)))
      add('input-unregistered', 'unknown', true, root);
    add('cycle', 'unknown', this.reachable(group).has(group));
    const known = [...new Set(group.claims.flatMap((id) => this.digests(id)))].map((value) => value.split(':')[0]);
    const odd = group.entries.some((entry) => entry.type === 'not-an-event');
    add('ledger-fault', 'unknown', odd || new Set(known).size < known.length);
    return found;
  }

  /** Acts bind to bytes, and nobody acts on what they had a hand in (F6). */
  private acts(group: Group, type: 'approved' | 'replacement-confirmed'): Entry[] {
    return group.entries.filter((entry) => {
      if (entry.type !== type || group.excluded.has(fold(entry.meta.actor.subject))) return false;
      const { sha256 } = (entry.data as ActData['approved']).digest;
      return group.claims.some((id) => this.digests(id).includes(`sha256:${sha256}`));
    });
  }

  private mayAct(entry: Entry, root: string): boolean {
    return this.groups.get(root)?.excluded.has(fold(entry.meta.actor.subject)) !== true;
  }

  private display(id: string): string {
    return this.groups.get(id)?.display ?? id;
  }

  private approvalsAt(group: Group, { rule, root }: Finding): Entry[] {
    if (rule !== 'base-generated') return [];
    return this.acts(group, 'approved').filter((entry) => {
      const data = entry.data as ActData['approved'];
      if (data.kind !== 'written' || !this.mayAct(entry, root)) return false;
      return data.findings.some((key) => key.rule === rule && this.display(key.root) === root);
    });
  }

  private covers(approval: Entry, use: Use): boolean {
    const { scope, expiresAt, approval: id } = approval.data as ActData['approved'];
    const revoked = this.groups
      .get(approval.stream.split('/')[1]!)!
      .entries.filter(
        ({ type, data }) => type === 'approval-revoked' && (data as ActData['approval-revoked']).approval === id,
      );
    const ended = revoked.some(({ data }) => {
      const { effect, effectiveAt } = data as ActData['approval-revoked'];
      return effect === 'ab-initio' || Date.parse(effectiveAt!) <= this.now;
    });
    if (ended || (expiresAt !== null && Date.parse(expiresAt) <= this.now)) return false;
    return allows(scope, use, this.now);
  }

  /** F5 without classes: one entry a path. */
  private arrivals(group: Group): readonly Arrival[] {
    const known = this.arrived.get(group.display);
    if (known !== undefined) return known;
    const reach = (to: Group, over: string) =>
      this.arrivals(to).map((arrival) => ({
        ...arrival,
        met: new Set([...arrival.met].filter((approval) => passes(approval, over))),
      }));
    const edges = this.inputs(group).filter(({ to }) => to !== null && !this.sameCycle(group, to));
    const content = edges.filter(({ kind }) => ['component', 'representation', 'derivation'].includes(kind));
    const links = edges.filter(({ kind }) => kind === 'revision' || kind === 'variant');
    const own = this.own(group).map((finding): Arrival => ({ ...finding, met: new Set() }));
    const inherited = content.flatMap(({ to, kind }) => reach(to!, kind));
    // L3: what the content edges reach, registered or not.
    const reached = new Set([
      ...content.map(({ to }) => to!.display),
      ...inherited.map(({ root }) => root),
      ...own.filter(({ rule }) => rule === 'base-input-unregistered').map(({ root }) => root),
    ]);
    const replaces = content.length > 0 && this.completeness(group) === 'yes';
    const confirmed = (of: string, root: string) =>
      this.acts(group, 'replacement-confirmed').some((entry) => {
        const data = entry.data as ActData['replacement-confirmed'];
        if (this.display(data.of) !== of || !this.mayAct(entry, root)) return false;
        return data.roots.some((each) => this.display(each) === root);
      });
    const linked = links.flatMap(({ to }) =>
      this.arrivals(to!).flatMap((arrival): Arrival[] => {
        if (!replaces) return [{ ...arrival, met: new Set() }];
        if (reached.has(arrival.root) || confirmed(to!.display, arrival.root)) return [];
        return [{ rule: 'base-replacement-unconfirmed', root: arrival.root, outcome: 'approval', met: new Set() }];
      }),
    );
    const all = [...own, ...inherited, ...linked].map((arrival) => ({
      ...arrival,
      met: new Set([...arrival.met, ...this.approvalsAt(group, arrival)]),
    }));
    // Paths that bring the same are walked on once: edges are often told twice.
    const text = ({ rule, root, met }: Arrival) =>
      [rule, root, ...[...met].map(({ n }) => n).sort((a, b) => a - b)].join(' ');
    const unique = [...new Map(all.map((arrival) => [text(arrival), arrival])).values()];
    this.arrived.set(group.display, unique);
    return unique;
  }
}

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly n: number;
  readonly meta: EventMetadata;
  readonly data: unknown;
}
interface Finding {
  readonly rule: string;
  readonly root: string;
  readonly outcome: 'deny' | 'unknown' | 'approval';
}
/** F2. Of the base pack only the temporary mark denies. */
const STATES = [
  ['unknown', 'unknown'],
  ['deny', 'temporary'],
  ['approval', 'needs-approval'],
] as const satisfies readonly (readonly [Finding['outcome'], string])[];
interface Arrival extends Finding {
  readonly met: ReadonlySet<Entry>;
}
interface NamedInput {
  readonly kind: string;
  readonly to: Group | null;
  readonly root: string;
}
interface Effective {
  readonly facts: readonly Entry[];
  readonly retracted: readonly Entry[];
  readonly retractions: readonly { readonly n: number; readonly facts: readonly Entry[] }[];
  readonly excluded: ReadonlySet<string>;
}
export interface Group extends Effective {
  readonly display: string;
  readonly claims: readonly string[];
  readonly entries: readonly Entry[];
  /** `algorithm:value` of everything an item of a package may be known by, members included. */
  readonly values: ReadonlySet<string>;
}
type Lineage = Pick<FactData['derived-from'], 'inputsComplete' | 'part'>;

/** F6, F7: which retractions count, and who is named by what is left. */
function effective(entries: readonly Entry[]): Effective {
  const all = entries.filter(({ type }) => isFact(type));
  const proposals = new Map(
    entries
      .filter(({ type }) => type === 'retraction-proposed')
      .map((entry) => [(entry.data as ActData['retraction-proposed']).retraction, entry]),
  );
  const gone = new Set<Entry>();
  const retractions: { n: number; facts: Entry[] }[] = [];
  const excluded = () =>
    new Set(
      all.flatMap((fact) => {
        const { subject, onBehalfOf } = fact.meta.actor;
        return [subject, ...(onBehalfOf === null || gone.has(fact) ? [] : [onBehalfOf])].map(fold);
      }),
    );
  const waiting = new Set(entries.filter(({ type }) => type === 'fact-retracted'));
  for (let before = -1; before !== waiting.size;) {
    before = waiting.size;
    const named = excluded();
    for (const entry of waiting) {
      const { retraction, events } = entry.data as ActData['fact-retracted'];
      const by = fold(entry.meta.actor.subject);
      if (named.has(by) || by === fold(proposals.get(retraction)!.meta.actor.subject)) continue;
      waiting.delete(entry);
      const facts = all.filter((fact) => fact.stream === entry.stream && events.includes(fact.id));
      for (const fact of facts) gone.add(fact);
      retractions.push({ n: entry.n, facts });
    }
  }
  return { facts: all.filter((fact) => !gone.has(fact)), retracted: [...gone], retractions, excluded: excluded() };
}

function inputsIn({ data, type }: Entry): (InputRef & { kind: string })[] {
  const { inputs = [], references = [] } = data as FactData['generated-by-tool'];
  if (type === 'derived-from') return [...inputs];
  return [...inputs, ...references.map((reference) => ({ ...reference, kind: 'reference' }))];
}

function membersIn(entries: readonly Entry[]) {
  const parts = new Map<number, FactData['members-identified']>();
  for (const { type, data } of entries) {
    const said = data as FactData['members-identified'];
    if (type === 'members-identified' && !parts.has(said.part)) parts.set(said.part, said);
  }
  return [...parts].sort(([a], [b]) => a - b).flatMap(([, { members }]) => members);
}

function membersMissing(entries: readonly Entry[]): boolean {
  return membersIn(entries).length === 1;
}

/** F4; no tool is classed. */
function passes(approval: Entry, kind: string): boolean {
  return kind !== 'derivation' && (approval.data as ActData['approved']).reach !== 'exact';
}

function allows(scope: Scope, use: Use, now: number): boolean {
  const within = (allowed: readonly string[], wanted: readonly string[]) =>
    allowed.includes('*') || wanted.every((word) => word !== '*' && allowed.includes(word));
  const from = scope.window?.from ?? null;
  return within(scope.territories, use.territories) && (from === null || Date.parse(from) <= now);
}

const isLineage = ({ type }: Entry): boolean => type === 'derived-from' || type === 'generated-by-tool';
const fold = (person: string): string => person.toLowerCase();
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const metaOf = (event: StoredEvent): EventMetadata => event.metadata as unknown as EventMetadata;
const isFact = (type: string): boolean => FACTS.has(type);
const FACTS = new Set([
  'registered',
  'bytes-identified',
  'members-identified',
  'aliased',
  'generated-by-tool',
  'derived-from',
  'facts-declared',
  'origin-detected',
  'marked-temporary',
  'superseded',
]);
