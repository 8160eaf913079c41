import type { ActData, EdgeKind, Scope, Use } from '@clearance/domain';
import { digestsOf } from './bytes.js';
import type { Content } from './contents.js';
import { dataOf, type Entry } from './entries.js';
import type { Finding } from './own.js';

type Contents = ReadonlyMap<string, Content>;

/** F1: an id stands for its content. */
export const displayOf = (contents: Contents, id: string): string => contents.get(id)?.display ?? id;

/** F3, F6: approvals given at a content that clear a finding there, as far as nothing but scope and time is asked. */
export function approvalsOf(content: Content, { rule, root }: Finding, contents: Contents): Entry[] {
  return actsOf(content, 'approved', root, contents).filter((entry) => {
    const { kind, findings } = dataOf<ActData['approved']>(entry);
    // Rule base-generated takes the kind `written`; no other base rule takes an approval.
    const names = findings.some((key) => key.rule === rule && displayOf(contents, key.root) === root);
    return rule === 'base-generated' && kind === 'written' && names && !isVoidFromTheStart(entry, content);
  });
}

/** L3: whether somebody who may has confirmed here that what was wrong at `root` with an older version is gone. */
export function isConfirmed(content: Content, older: Content, root: string, contents: Contents): boolean {
  return actsOf(content, 'replacement-confirmed', root, contents).some((entry) => {
    const { of, roots } = dataOf<ActData['replacement-confirmed']>(entry);
    return displayOf(contents, of) === older.display && roots.some((each) => displayOf(contents, each) === root);
  });
}

/** F4; no tool is classed. */
export function reachesOver(approval: Entry, kind: EdgeKind): boolean {
  const { reach } = dataOf<ActData['approved']>(approval);
  return (kind === 'component' || kind === 'representation') && (reach === 'contained' || reach === 'processed');
}

/** Whether an approval covers a use at a moment. */
export function covers(approval: Entry, content: Content, use: Use, now: number): boolean {
  return (
    endsOf(approval, content).every((end) => now < end) &&
    coversUse(dataOf<ActData['approved']>(approval).scope, use, now)
  );
}

/** D5: whether it covered the use when something was released, and has ended since. */
export function hasEndedSince(approval: Entry, content: Content, use: Use, released: number, now: number): boolean {
  const ends = endsOf(approval, content);
  return (
    ends.some((end) => end <= now) &&
    ends.every((end) => end > released) &&
    coversUse(dataOf<ActData['approved']>(approval).scope, use, released)
  );
}

/** F6: acts bind to bytes, and nobody acts on what they had a hand in, here or at the root. */
function actsOf(
  content: Content,
  type: 'approved' | 'replacement-confirmed',
  root: string,
  contents: Contents,
): Entry[] {
  const bytes = content.claims.flatMap((claim) => digestsOf(content.entries.filter(({ name }) => name === claim)));
  return content.entries.filter(
    (entry) =>
      entry.type === type &&
      bytes.includes(`sha256:${dataOf<ActData['approved']>(entry).digest.sha256}`) &&
      !content.makers.has(entry.by) &&
      contents.get(root)?.makers.has(entry.by) !== true,
  );
}

function revocationOf(approval: Entry, content: Content): ActData['approval-revoked'] | undefined {
  const { approval: id } = dataOf<ActData['approved']>(approval);
  return content.entries
    .filter(({ type, stream }) => type === 'approval-revoked' && stream === approval.stream)
    .map((entry) => dataOf<ActData['approval-revoked']>(entry))
    .find((revocation) => revocation.approval === id);
}

const isVoidFromTheStart = (approval: Entry, content: Content): boolean =>
  revocationOf(approval, content)?.effect === 'ab-initio';

/** Expiry, end of the window, revocation from a date. */
function endsOf(approval: Entry, content: Content): number[] {
  const { expiresAt, scope } = dataOf<ActData['approved']>(approval);
  const times = [expiresAt, scope.window?.until ?? null, revocationOf(approval, content)?.effectiveAt ?? null];
  return times.filter((time) => time !== null).map((time) => Date.parse(time));
}

/** F8: nobody can say how prominent something is, so a use is taken for the most demanding. */
function coversUse(scope: Scope, use: Use, at: number): boolean {
  const within = (allowed: readonly string[], wanted: readonly string[]) =>
    allowed.includes('*') || wanted.every((word) => word !== '*' && allowed.includes(word));
  const from = scope.window?.from ?? null;
  return (
    within(scope.classes, [use.class]) &&
    within(scope.territories, use.territories) &&
    within(scope.languages, use.languages) &&
    within(scope.mediums, [use.medium]) &&
    (scope.prominence === '*' || scope.prominence === 'key_element') &&
    (from === null || Date.parse(from) <= at)
  );
}
