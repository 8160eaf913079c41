import { describe, expect, it } from 'vitest';
import { byLogOrder } from './dossier.js';
import { HOOK, REVIEWER, SECOND, sha, SmallLedger } from './testing/ledger.js';

describe('joining claims', () => {
  it('I1: joins facts of all claims in log order', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate');
    ledger.say('twin', 'bytes-identified', {
      digests: ledger.claim('plate').facts.flatMap((f) => (f.type === 'bytes-identified' ? [f.data.digests] : []))[0]!,
    });
    const mark = ledger.mark('twin');
    ledger.declare('plate', { 'asset.genai': 'none' });
    expect(ledger.dossier('twin').facts.map(({ event }) => event)).toEqual(['e1', 'e2', 'e3', mark, 'e5']);
    expect(ledger.dossier('plate').content).toBe('plate');
  });

  it('I1: knows every value of a joining algorithm, sorted, also two of one claim', () => {
    const ledger = new SmallLedger();
    ledger.say('plate', 'bytes-identified', { digests: { sha256: 'b'.repeat(64) } });
    ledger.say('plate', 'bytes-identified', { digests: { sha256: 'a'.repeat(64), md5: 'c'.repeat(32) } });
    expect(ledger.dossier('plate').digests).toEqual({
      sha256: ['a'.repeat(64), 'b'.repeat(64)],
      sha1: [],
      md5: ['c'.repeat(32)],
      c4: [],
    });
    const [one] = [{ name: '1001.exr', size: 1, digests: { sha256: sha('1001') } }];
    ledger.say('seq', 'members-identified', { members: [one], part: 1, parts: 1 });
    expect(ledger.dossier('seq').digests.sha256).toHaveLength(1);
  });

  it('log order goes by ordinal, then by stream, then by revision', () => {
    const sorted = [
      { n: 1, stream: 'b', revision: 9 },
      { n: 2, stream: 'a', revision: 0 },
      { n: 2, stream: 'a', revision: 1 },
      { n: 2, stream: 'b', revision: 0 },
      { n: 3, stream: 'a', revision: 0 },
    ];
    for (const [i, a] of sorted.entries()) {
      for (const [j, b] of sorted.entries()) expect(Math.sign(byLogOrder(a, b))).toBe(Math.sign(i - j));
    }
  });

  it('F6: names token subjects and authids of every fact, folded and sorted', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate', { by: 'Zed@Acme.example', behalf: 'Maya@Vendor.example' });
    expect(ledger.dossier('plate').submitters).toEqual(['maya@vendor.example', 'zed@acme.example']);
  });
});

describe('retractions', () => {
  it('F7: takes a retractable fact away and keeps it on view', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate');
    const wrong = ledger.declare('plate', { 'asset.genai': 'full' });
    ledger.retract('plate', [wrong]);
    const { facts, retracted } = ledger.dossier('plate');
    expect(facts.map(({ event }) => event)).toEqual(['e1', 'e2']);
    expect(retracted.map(({ event }) => event)).toEqual([wrong]);
  });

  it('F7: neither digests nor marks nor registrations can be retracted', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate');
    const mark = ledger.mark('plate');
    ledger.retract('plate', ['e1', 'e2', mark]);
    expect(ledger.dossier('plate').retracted).toEqual([]);
    expect(ledger.dossier('plate').retractions).toEqual([]);
  });

  it('F6: an acceptor who is among the submitters accepts nothing', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate');
    const wrong = ledger.declare('plate', { 'asset.genai': 'full' });
    ledger.retract('plate', [wrong], HOOK.toUpperCase());
    expect(ledger.dossier('plate').retracted).toEqual([]);
  });

  it('F6: nobody accepts a retraction of their own proposing, in whatever case', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate');
    const wrong = ledger.declare('plate', { 'asset.genai': 'full' });
    ledger.retract('plate', [wrong], REVIEWER, 'Rita@Studio.example');
    expect(ledger.dossier('plate').retracted).toEqual([]);
  });

  it('F6: an acceptor who becomes a submitter later, on another claim, voids the retraction', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate');
    const wrong = ledger.declare('plate', { 'asset.genai': 'full' });
    ledger.retract('plate', [wrong]);
    expect(ledger.dossier('plate').retracted).toHaveLength(1);
    ledger.say(
      'copy',
      'bytes-identified',
      {
        digests: ledger
          .dossier('plate')
          .facts.flatMap((f) => (f.type === 'bytes-identified' ? [f.data.digests] : []))[0]!,
      },
      { by: REVIEWER },
    );
    expect(ledger.dossier('plate').retracted).toEqual([]);
  });

  it('F6: retracting a fact removes its authid, never its token subject', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate');
    const wrong = ledger.declare(
      'plate',
      { 'asset.genai': 'full' },
      { by: 'other@acme.example', behalf: 'maya@vendor.example' },
    );
    expect(ledger.dossier('plate').submitters).toContain('maya@vendor.example');
    ledger.retract('plate', [wrong]);
    expect(ledger.dossier('plate').submitters).toEqual([HOOK, 'other@acme.example']);
  });

  it('F6: a retraction may free an acceptor whom only the retracted fact had named', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate');
    const forged = ledger.declare('plate', { 'asset.genai': 'none' }, { behalf: SECOND });
    const wrong = ledger.declare('plate', { 'asset.genai': 'full' });
    ledger.retract('plate', [wrong], SECOND, 'tom@studio.example');
    expect(ledger.dossier('plate').retracted).toEqual([]);
    ledger.retract('plate', [forged], REVIEWER, 'tom@studio.example');
    expect(ledger.dossier('plate').retracted.map(({ event }) => event)).toEqual([forged, wrong]);
    expect(
      ledger.dossier('plate').retractions.map(({ act, facts }) => [act.n, facts.map(({ event }) => event)]),
    ).toEqual([
      [6, [wrong]],
      [8, [forged]],
    ]);
  });

  it('F7: stand in log order, on whichever claim they were accepted', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate');
    ledger.say('twin', 'bytes-identified', { digests: { sha256: sha('plate') } });
    const [here, there] = [ledger.declare('plate', { a: 1 }), ledger.declare('twin', { a: 2 })];
    ledger.retract('twin', [there]);
    ledger.retract('plate', [here]);
    expect(ledger.dossier('plate').retractions.map(({ facts }) => facts[0]?.event)).toEqual([there, here]);
  });

  it('F7: neither a proposal nor a rejection takes anything away', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate');
    const wrong = ledger.declare('plate', { 'asset.genai': 'full' });
    const proposal = { retraction: 'ret_1', events: [wrong], reason: 'wrong', evidence: [] };
    ledger.say('plate', 'retraction-proposed', proposal, { by: SECOND });
    expect(ledger.dossier('plate').retracted).toEqual([]);
    // Events may gain members: one that a rejection happens to have does not make it an acceptance.
    ledger.say('plate', 'retraction-rejected', proposal, { by: REVIEWER });
    expect(ledger.dossier('plate').retracted).toEqual([]);
  });

  it('F6: no retraction vouches for itself, and no circle of them for each other', () => {
    const ledger = new SmallLedger();
    ledger.asset('plate');
    const own = ledger.declare('plate', { 'asset.genai': 'full' }, { behalf: REVIEWER });
    ledger.retract('plate', [own], REVIEWER);
    const first = ledger.declare('plate', { 'asset.genai': 'partial' }, { behalf: 'ann@studio.example' });
    const second = ledger.declare('plate', { 'asset.genai': 'partial' }, { behalf: 'ben@studio.example' });
    ledger.retract('plate', [first], 'ann@studio.example');
    ledger.retract('plate', [first], 'ben@studio.example');
    ledger.retract('plate', [second], 'ann@studio.example');
    expect(ledger.dossier('plate').retracted).toEqual([]);
  });
});

describe('lifts', () => {
  it('F7: a lift clears the marks it names and no later one', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    const first = ledger.mark('plate', 'placeholder');
    ledger.lift('plate', [first]);
    expect(ledger.outcome('plate')).toEqual({ state: 'clear', open: [] });
    const later = ledger.mark('plate', 'again');
    expect(ledger.dossier('plate').marks.map(({ fact, lift }) => [fact.event, lift?.by ?? null])).toEqual([
      [first, REVIEWER],
      [later, null],
    ]);
    expect(ledger.outcome('plate')).toEqual({ state: 'temporary', open: ['base-temporary-mark plate'] });
  });

  it('a mark stands where nothing else was said, and none where none was set', () => {
    const ledger = new SmallLedger();
    const mark = ledger.mark('ghost');
    expect(ledger.dossier('ghost').marks.map(({ fact, lift }) => [fact.event, lift])).toEqual([[mark, null]]);
    ledger.camera('plate');
    expect(ledger.dossier('plate').marks).toEqual([]);
  });

  it('F7: of several lifts the first counts, on whichever claim it was given', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    const digest = { sha256: sha('plate') };
    ledger.say('twin', 'bytes-identified', { digests: digest });
    const marks = [ledger.mark('plate')];
    const lift = { marks, reason: 'replaced', digest, evidence: [] };
    ledger.say('twin', 'temporary-mark-lifted', lift, { by: SECOND });
    ledger.lift('plate', marks);
    ledger.say('twin', 'temporary-mark-lifted', lift, { by: 'tom@studio.example' });
    expect(ledger.dossier('plate').marks.map((mark) => mark.lift?.by)).toEqual([SECOND]);
  });

  it('F6: a lift by the marker, or by any submitter, is void', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    const mark = ledger.mark('plate', 'placeholder', { by: SECOND });
    ledger.lift('plate', [mark], SECOND);
    ledger.lift('plate', [mark], HOOK);
    expect(ledger.outcome('plate').state).toBe('temporary');
  });

  it('F6, scenario 25: a lift is void once the lifter turns out to be a maker', () => {
    const ledger = new SmallLedger();
    ledger.camera('plate');
    const mark = ledger.mark('plate');
    ledger.lift('plate', [mark]);
    expect(ledger.outcome('plate').state).toBe('clear');
    ledger.declare('plate', { 'asset.media': 'image' }, { behalf: 'RITA@studio.example' });
    expect(ledger.outcome('plate').state).toBe('temporary');
  });
});
