import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { localProblem } from '../exit/errors.js';
import { painter } from '../render/printable.js';
import { REPORT_FORMATS, renderReport } from './reports.js';

const plain = painter(false);
const held = {
  id: 'dec_1',
  decision: 'hold',
  delivery: 'ep101',
  summary: { total: 2, held: 1 },
  items: [
    { path: 'a.mov', status: 'cleared', asset: 'a', state: 'clear', code: null, findings: [] },
    {
      path: '=comp "final", v3.mov',
      status: 'held',
      asset: 'comp',
      state: 'temporary',
      code: null,
      findings: [
        {
          rule: 'base-temporary-mark',
          outcome: 'deny',
          status: 'open',
          root: 'bg',
          message: 'bg is <temporary> & more',
          path: ['comp', 'bg'],
          edges: ['component'],
          evidence: [{ stream: 'asset-nightfall/bg', revision: 4 }],
          clears: { message: 'lift it' },
        },
        { rule: 'cleared-one', outcome: 'approval', status: 'cleared', path: [], edges: [] },
      ],
    },
  ],
  problems: [],
};
const undecided = { problem: localProblem('unreachable', 'Cannot decide', 'nobody answered') };

describe('reports of a check', () => {
  it.each(REPORT_FORMATS)('%s says undecided where nothing was decided', (format) => {
    expect(renderReport(format, undecided, plain)).toContain('nobody answered');
    expect(renderReport(format, undecided, plain)).not.toContain('release');
  });

  it('json is the decision', () => {
    expect(JSON.parse(renderReport('json', { decision: held }, plain))).toEqual(held);
  });

  it('csv has the verdict, a row for each open finding, and runs no formula', () => {
    expect(renderReport('csv', { decision: held }, plain).split('\r\n')).toEqual([
      'decision,path,status,asset,state,code,rule,outcome,root,message,lineage,evidence,clears',
      'hold,,,,,,,,,1 of 2 items held,,,',
      'hold,a.mov,cleared,a,clear,,,,,,,,',
      `hold,"'=comp ""final"", v3.mov",held,comp,temporary,,base-temporary-mark,deny,bg,bg is <temporary> & more,comp <-component- bg,asset-nightfall/bg#4,lift it`,
      '',
    ]);
  });

  it('junit is well-formed, fails held items and the verdict, and passes cleared ones', () => {
    const report = renderReport('junit', { decision: held }, plain);
    expect(XMLValidator.validate(report)).toBe(true);
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(report) as {
      testsuites: Record<string, unknown> & { testsuite: { testcase: Record<string, unknown>[] } };
    };
    expect([testsuites['@_tests'], testsuites['@_failures'], testsuites['@_errors']]).toEqual(['3', '2', '0']);
    expect(testsuites.testsuite.testcase.map((one) => ['failure' in one, one['@_name']])).toEqual([
      [true, 'decision'],
      [false, 'a.mov'],
      [true, '=comp "final", v3.mov'],
    ]);
  });

  it('junit of a hold that no item explains still fails', () => {
    const report = renderReport('junit', { decision: { ...held, items: [] } }, plain);
    expect(report).toContain('tests="1" failures="1" errors="0"');
  });

  it('junit of an undecided check is an error', () => {
    expect(renderReport('junit', undecided, plain)).toContain('tests="1" failures="0" errors="1"');
  });

  it('sarif has one result for each open finding', () => {
    const { runs } = JSON.parse(renderReport('sarif', { decision: held }, plain)) as {
      runs: {
        results: { ruleId: string }[];
        invocations: { executionSuccessful: boolean; exitCodeDescription: string }[];
      }[];
    };
    expect(runs[0]?.results.map((result) => result.ruleId)).toEqual(['base-temporary-mark']);
    expect(runs[0]?.invocations[0]).toMatchObject({ executionSuccessful: true, exitCodeDescription: 'hold' });
  });
});
