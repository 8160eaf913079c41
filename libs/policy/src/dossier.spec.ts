import { describe, expect, it } from 'vitest';
import { HOOK, REVIEWER, SECOND, SmallLedger } from './testing/ledger.js';

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
