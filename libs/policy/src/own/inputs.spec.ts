import { describe, expect, it } from 'vitest';
import { digest, sha, SmallLedger } from '../testing/ledger.js';
import { namedInputs, resolvedEdges } from './inputs.js';
import type { Resolver } from './resolver.js';

const TOOL = { id: 'nuke', version: '15' };

/** What another production shows of its assets and digests, beside what is here. */
function resolverOf(ledger: SmallLedger, foreign: Readonly<Record<string, string>> = {}): Resolver {
  const here = ledger.resolver('comp');
  return {
    ...here,
    asset: (id, production) => {
      if (production === undefined) return here.asset(id);
      const content = foreign[`${production}/${id}`];
      return content === undefined ? null : { content, registered: true };
    },
    digest: (digests) => here.digest(digests) ?? foreign[digests.sha256 ?? ''] ?? null,
  };
}
function ledgerOf(): SmallLedger {
  const ledger = new SmallLedger();
  for (const id of ['comp', 'sky', 'sea']) ledger.asset(id);
  return ledger;
}
const named = (ledger: SmallLedger, resolver = resolverOf(ledger)) =>
  namedInputs(ledger.dossier('comp'), resolver).map(({ to, root, kind, tool, asks }) => ({
    to,
    root,
    kind,
    tool,
    asks,
  }));
const derive = (ledger: SmallLedger, ...inputs: Parameters<typeof ledger.say<'derived-from'>>[2]['inputs'][number][]) =>
  ledger.say('comp', 'derived-from', { inputs, inputsComplete: 'unknown' });

describe('inputs as they are named', () => {
  it('lead to assets of this production by id or by digest; nobody else has to be asked', () => {
    const ledger = ledgerOf();
    derive(
      ledger,
      { asset: 'sky', kind: 'component' },
      { asset: 'sea', production: 'nightfall', kind: 'derivation' },
      { digest: { sha256: sha('sea') }, kind: 'component' },
    );
    const known = { tool: null, asks: [] };
    expect(named(ledger)).toEqual([
      { to: 'sky', root: 'sky', kind: 'component', ...known },
      { to: 'sea', root: 'sea', kind: 'derivation', ...known },
      { to: 'sea', root: 'sea', kind: 'component', ...known },
    ]);
  });

  it('are roots under the name they were given where nobody registered them', () => {
    const ledger = ledgerOf();
    const md5 = digest('md5', 'lost');
    derive(
      ledger,
      { asset: 'lost', kind: 'component' },
      { digest: { md5, sha256: sha('lost') }, kind: 'component' },
      { digest: { xxh64: digest('xxh64', 'lost') }, kind: 'component' },
      { digest: {}, kind: 'component' },
    );
    expect(named(ledger).map(({ to, root, asks }) => [to, root, asks])).toEqual([
      [null, 'lost', []],
      [null, `sha256:${sha('lost')}`, [`digest:sha256:${sha('lost')}`, `digest:md5:${md5}`]],
      [null, `xxh64:${digest('xxh64', 'lost')}`, []],
      [null, 'an input without a name', []],
    ]);
  });

  it('L6: of another production are its answer, which may change', () => {
    const ledger = ledgerOf();
    const foreign = { 'dawn/sky': 'sky@dawn', [sha('stock')]: 'stock@dawn' };
    derive(
      ledger,
      { asset: 'sky', production: 'dawn', kind: 'component' },
      { asset: 'hidden', production: 'dawn', kind: 'component' },
      { digest: { sha256: sha('stock') }, kind: 'component' },
    );
    expect(named(ledger, resolverOf(ledger, foreign)).map(({ to, root, asks }) => [to, root, asks])).toEqual([
      ['sky@dawn', 'sky@dawn', ['foreign:dawn/sky']],
      [null, 'hidden@dawn', ['foreign:dawn/hidden']],
      ['stock@dawn', 'stock@dawn', [`digest:sha256:${sha('stock')}`]],
    ]);
  });

  it('L1: are never the content itself, by whichever of its names', () => {
    const ledger = ledgerOf();
    ledger.say('copy', 'bytes-identified', { digests: { sha256: sha('comp') } });
    ledger.say('copy', 'registered', { name: 'copy', kind: 'image' });
    derive(
      ledger,
      { asset: 'comp', kind: 'component' },
      { asset: 'copy', kind: 'revision' },
      { digest: { sha256: sha('comp') }, kind: 'component' },
      { asset: 'sky', kind: 'component' },
    );
    expect(named(ledger).map(({ root }) => root)).toEqual(['sky']);
  });

  it('of a generation are its inputs and then what it looked at', () => {
    const ledger = ledgerOf();
    const tool = { ...TOOL, mode: 'paint' };
    ledger.say('comp', 'generated-by-tool', {
      tool,
      inputs: [{ asset: 'sky', kind: 'component' }],
      references: [{ asset: 'sea' }],
    });
    ledger.say('comp', 'generated-by-tool', { tool: TOOL });
    expect(named(ledger)).toEqual([
      { to: 'sky', root: 'sky', kind: 'component', tool, asks: [] },
      { to: 'sea', root: 'sea', kind: 'reference', tool, asks: [] },
    ]);
  });
});

describe('edges', () => {
  const edges = (ledger: SmallLedger, resolver = resolverOf(ledger)) =>
    resolvedEdges(namedInputs(ledger.dossier('comp'), resolver), resolver);

  it('stand once for each target, kind and tool, with the first event that states them, in order', () => {
    const ledger = ledgerOf();
    const by = (tool: object | undefined, asset: string, kind: 'component' | 'derivation') =>
      ledger.say('comp', 'derived-from', {
        inputs: [{ asset, kind }],
        inputsComplete: 'unknown',
        ...(tool === undefined ? {} : { tool: tool as typeof TOOL }),
      });
    by(TOOL, 'sky', 'derivation');
    by({ ...TOOL, mode: 'roto' }, 'sky', 'derivation');
    by({ ...TOOL, version: '16' }, 'sky', 'derivation');
    by(undefined, 'sky', 'derivation');
    by(TOOL, 'sky', 'derivation');
    by(undefined, 'sky', 'component');
    by(undefined, 'sea', 'component');
    by(undefined, 'sea', 'component');
    expect(
      edges(ledger).map(({ to, kind, tool, evidence }) => [
        to,
        kind,
        tool === null ? '' : [tool.version, tool.mode].join(' '),
        evidence,
      ]),
    ).toEqual([
      ['sea', 'component', '', { stream: 'asset-nightfall/comp', revision: 8 }],
      ['sky', 'component', '', { stream: 'asset-nightfall/comp', revision: 7 }],
      ['sky', 'derivation', '', { stream: 'asset-nightfall/comp', revision: 5 }],
      ['sky', 'derivation', '15 ', { stream: 'asset-nightfall/comp', revision: 2 }],
      ['sky', 'derivation', '15 roto', { stream: 'asset-nightfall/comp', revision: 3 }],
      ['sky', 'derivation', '16 ', { stream: 'asset-nightfall/comp', revision: 4 }],
    ]);
  });

  it('lead to what is registered alone, and pass nothing inside a cycle', () => {
    const ledger = ledgerOf();
    derive(ledger, { asset: 'sky', kind: 'component' }, { asset: 'sea', kind: 'component' });
    derive(ledger, { asset: 'lost', kind: 'component' });
    expect(edges(ledger).map(({ to, passes }) => [to, passes])).toEqual([
      ['sea', true],
      ['sky', true],
    ]);
    const inCycle = { ...resolverOf(ledger), inCycle: true, sameCycle: (content: string) => content === 'sky' };
    expect(edges(ledger, inCycle).map(({ to, passes }) => [to, passes])).toEqual([
      ['sea', true],
      ['sky', false],
    ]);
  });
});
