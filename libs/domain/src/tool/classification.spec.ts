import { describe, expect, it } from 'vitest';
import { recorded } from '../testing/given.js';
import { classificationAt } from './classification.js';
import type { ToolClass } from './events.js';
import { foldTool } from './fold.js';

const AT = '2026-03-01T00:00:00.000Z';
type Row = readonly [version: string, mode: string, toolClass: ToolClass, from?: string];

function tool(...rows: readonly Row[]) {
  return foldTool(
    'enhancer',
    recorded(
      'tool-enhancer',
      rows.map(([version, mode, toolClass, from = null]) => ({
        type: 'classified',
        data: { version, mode, class: toolClass, from, evidence: [] },
      })),
    ),
  );
}
function classOf(rows: readonly Row[], version: string, mode?: string, at = AT): ToolClass | null {
  const ref = mode === undefined ? { version } : { version, mode };
  return classificationAt(tool(...rows), ref, at).value?.class ?? null;
}

describe('how a tool is classed', () => {
  it('is not known where nobody classed this version', () => {
    expect(classOf([], '1.0', 'denoise')).toBeNull();
    expect(classOf([['2.*', '*', 'none']], '1.0', 'denoise')).toBeNull();
    expect(classOf([['1.0', 'upscale', 'none']], '1.0', 'denoise')).toBeNull();
  });

  it('the most specific version wins', () => {
    const rows: Row[] = [
      ['*', '*', 'generative'],
      ['1.*', '*', 'assistive'],
      ['1.2.*', '*', 'none'],
      ['1.2.3', '*', 'generative'],
    ];
    expect([classOf(rows, '9'), classOf(rows, '1.1'), classOf(rows, '1.2.4'), classOf(rows, '1.2.3')]).toEqual([
      'generative',
      'assistive',
      'none',
      'generative',
    ]);
  });

  it('a mode by name wins over any mode', () => {
    const rows: Row[] = [
      ['1.*', '*', 'generative'],
      ['1.*', 'denoise', 'assistive'],
    ];
    expect([classOf(rows, '1.1', 'denoise'), classOf(rows, '1.1', 'upscale')]).toEqual(['assistive', 'generative']);
  });

  it('the worse class counts where one is more specific by version and the other by mode', () => {
    const rows: Row[] = [
      ['1.2.3', '*', 'none'],
      ['*', 'upscale', 'generative'],
    ];
    expect(classOf(rows, '1.2.3', 'upscale')).toBe('generative');
    expect(classOf(rows, '1.2.3', 'denoise')).toBe('none');
    expect(classificationAt(tool(...rows), { version: '1.2.3', mode: 'upscale' }, AT).value?.basis).toHaveLength(1);
  });

  it('a mode that nobody stated is the worst mode known', () => {
    const rows: Row[] = [
      ['1.*', '*', 'none'],
      ['1.*', 'denoise', 'assistive'],
      ['1.*', 'enhance', 'generative'],
      ['2.*', 'other', 'generative'],
    ];
    expect(classOf(rows, '1.1')).toBe('generative');
    expect(classOf(rows.slice(0, 2), '1.1')).toBe('assistive');
    expect(classOf(rows.slice(0, 1), '1.1')).toBe('none');
  });

  it('holds since the time it names, and says when it changes', () => {
    const rows: Row[] = [
      ['1.*', '*', 'assistive'],
      ['1.*', '*', 'generative', '2026-04-01T00:00:00.000Z'],
    ];
    expect(classificationAt(tool(...rows), { version: '1.0', mode: 'x' }, AT)).toMatchObject({
      value: { class: 'assistive', basis: [{ event: 'e0' }] },
      until: '2026-04-01T00:00:00.000Z',
    });
    expect(classificationAt(tool(...rows), { version: '1.0', mode: 'x' }, '2026-04-01T00:00:00.000Z')).toMatchObject({
      value: { class: 'generative', basis: [{ event: 'e1' }] },
      until: null,
    });
  });

  it('a later word on the same version and mode corrects the earlier one', () => {
    expect(
      classOf(
        [
          ['1.*', '*', 'assistive'],
          ['1.*', '*', 'generative'],
        ],
        '1.0',
      ),
    ).toBe('generative');
  });

  it('names everything the worst class rests on, in log order', () => {
    const rows: Row[] = [
      ['1.*', 'enhance', 'generative'],
      ['1.*', 'denoise', 'assistive'],
      ['1.*', 'fill', 'generative'],
    ];
    expect(classificationAt(tool(...rows), { version: '1.0' }, AT).value?.basis.map(({ event }) => event)).toEqual([
      'e0',
      'e2',
    ]);
  });
});
