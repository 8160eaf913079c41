import { describe, expect, it } from 'vitest';
import { recorded } from '../testing/given.js';
import { isAssistiveThroughout } from './assistive.js';
import { foldTool } from './fold.js';
import type { ToolClass } from './events.js';

const NOW = '2026-03-01T00:00:00.000Z';
const classed = (version: string, mode: string, cls: ToolClass, from: string | null = null) => ({
  type: 'classified',
  data: { version, mode, class: cls, from, evidence: [] },
});
const assists = (version: string, mode: string, ...said: readonly ReturnType<typeof classed>[]) =>
  isAssistiveThroughout(foldTool('rx', recorded('tool-rx', said)), { version, mode }, NOW);

describe('a tool assists throughout', () => {
  it('where it is classed so, or as nothing, for all that is named', () => {
    expect(assists('11.2', 'denoise', classed('*', '*', 'assistive'))).toBe(true);
    expect(assists('11.2', 'denoise', classed('11.2', 'denoise', 'none'))).toBe(true);
    expect(assists('11.*', 'denoise', classed('11.*', 'denoise', 'assistive'))).toBe(true);
    expect(assists('*', 'denoise', classed('*', 'denoise', 'assistive'), classed('*', 'enhance', 'generative'))).toBe(
      true,
    );
  });

  it('not where nobody classed it, or only a part of what is named', () => {
    expect(assists('11.2', 'denoise')).toBe(false);
    expect(assists('11.2', 'denoise', classed('11.2', 'declick', 'assistive'))).toBe(false);
    expect(assists('11.*', 'denoise', classed('11.2', 'denoise', 'assistive'))).toBe(false);
    expect(assists('*', 'denoise', classed('11.*', 'denoise', 'assistive'))).toBe(false);
    expect(assists('11.2', 'denoise', classed('*', '*', 'assistive', '2027-01-01T00:00:00.000Z'))).toBe(false);
  });

  it('not where a part of what is named generates, however narrow', () => {
    const all = classed('*', 'denoise', 'assistive');
    expect(assists('11.*', 'denoise', all, classed('11.2.7', 'denoise', 'generative'))).toBe(false);
    expect(assists('11.*', 'denoise', all, classed('11.2.*', 'denoise', 'generative'))).toBe(false);
    expect(assists('*', 'denoise', all, classed('11.2.*', 'denoise', 'generative'))).toBe(false);
    expect(assists('11.*', 'denoise', all, classed('12.*', 'denoise', 'generative'))).toBe(true);
    expect(assists('11.1', 'denoise', all, classed('11.2', 'denoise', 'generative'))).toBe(true);
    expect(assists('11.*', 'denoise', classed('*', '*', 'generative'), classed('11.*', 'denoise', 'assistive'))).toBe(
      true,
    );
  });

  it('not where it generated once, or is known to from a day to come', () => {
    const all = classed('*', 'denoise', 'assistive');
    expect(assists('11.2', 'denoise', all, classed('11.2', 'denoise', 'generative', '2027-01-01T00:00:00.000Z'))).toBe(
      false,
    );
    expect(
      assists(
        '11.2',
        'denoise',
        classed('*', '*', 'generative'),
        classed('*', '*', 'assistive', '2026-01-01T00:00:00.000Z'),
      ),
    ).toBe(false);
    expect(assists('11.2', 'denoise', classed('*', '*', 'assistive', '2026-01-01T00:00:00.000Z'))).toBe(true);
    expect(assists('11.2', 'denoise', classed('*', '*', 'generative'), all)).toBe(true);
  });
});
