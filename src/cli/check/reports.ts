import type { Problem } from '../exit/errors.js';
import { record, records, strings, text, type Json } from '../http/read.js';
import { clearsLine, evidenceLine, findingLines, openFindings, pathLine } from '../render/findings.js';
import { decisionText, heldItems, overriddenItems } from '../render/decision.js';
import type { Paint } from '../render/printable.js';

export const REPORT_FORMATS = ['text', 'json', 'csv', 'junit', 'sarif'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A decision, or why there is none. */
export type Reported = { readonly decision: Json } | { readonly problem: Problem };

/** A check's report. One about an undecided check says so in every format: a report must never be missing the verdict. */
export function renderReport(format: ReportFormat, reported: Reported, paint: Paint): string {
  return RENDERERS[format](reported, paint);
}

const RENDERERS: Readonly<Record<ReportFormat, (reported: Reported, paint: Paint) => string>> = {
  text: textReport,
  json: (reported) =>
    `${JSON.stringify('decision' in reported ? reported.decision : { problem: reported.problem }, null, 2)}\n`,
  csv: csvReport,
  junit: junitReport,
  sarif: sarifReport,
};

function textReport(reported: Reported, paint: Paint): string {
  if ('decision' in reported) return decisionText(reported.decision, paint, Number.POSITIVE_INFINITY);
  return `undecided  ${reported.problem.title}: ${reported.problem.detail}\n`;
}

const CSV_COLUMNS = [
  'decision',
  'path',
  'status',
  'asset',
  'state',
  'code',
  'rule',
  'outcome',
  'root',
  'message',
  'lineage',
  'evidence',
  'clears',
];

/** RFC 4180. One row a finding of an item, one for an item without; first the verdict as a row of its own. */
function csvReport(reported: Reported): string {
  if ('problem' in reported)
    return csv([CSV_COLUMNS, verdictRow('undecided', `${reported.problem.title}: ${reported.problem.detail}`)]);
  const { decision } = reported;
  const verdict = text(decision['decision']) || 'undecided';
  const { total, held } = record(decision['summary']);
  const rows = [CSV_COLUMNS, verdictRow(verdict, `${text(held)} of ${text(total)} items held`)];
  for (const problem of records(decision['problems'])) {
    rows.push(
      row({
        decision: verdict,
        path: text(problem['path']),
        code: text(problem['code']),
        message: text(problem['message']),
      }),
    );
  }
  for (const item of records(decision['items'])) {
    const about = {
      decision: verdict,
      path: text(item['path']),
      status: text(item['status']),
      asset: text(item['asset']),
      state: text(item['state']),
      code: text(item['code']),
    };
    const findings = openFindings(item['findings']);
    if (findings.length === 0) rows.push(row(about));
    for (const finding of findings) rows.push(row({ ...about, ...findingCells(finding) }));
  }
  return csv(rows);
}

function findingCells(finding: Json) {
  return {
    rule: text(finding['rule']),
    outcome: text(finding['outcome']),
    root: text(finding['root']),
    message: text(finding['message']),
    lineage: pathLine(finding, Number.POSITIVE_INFINITY),
    evidence: evidenceLine(finding),
    clears: clearsLine(finding),
  };
}

function verdictRow(decision: string, message: string): string[] {
  return row({ decision, message });
}

function row(cells: Readonly<Record<string, string>>): string[] {
  return CSV_COLUMNS.map((column) => cells[column] ?? '');
}

function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** A cell that a spreadsheet would run as a formula starts with an apostrophe instead. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** JUnit XML as CI servers read it: one test case an item, held ones fail; an undecided check is an error. */
function junitReport(reported: Reported): string {
  if ('problem' in reported) {
    const { title, detail } = reported.problem;
    return junit(1, 0, 1, 'clearance check', [
      testCase('decision', `<error message="${xml(`${title}: ${detail}`)}"/>`),
    ]);
  }
  const { decision } = reported;
  const verdict = text(decision['decision']) || 'undecided';
  const held = new Set(heldItems(decision));
  const overridden = new Set(overriddenItems(decision));
  const cases = records(decision['items']).map((item) => {
    const lines = openFindings(item['findings']).flatMap(findingLines);
    // A case that passes says so itself where a glass had to be broken for it.
    if (overridden.has(item)) return testCase(text(item['path']), `<system-out>${xml(lines.join('\n'))}</system-out>`);
    if (!held.has(item)) return testCase(text(item['path']), '');
    const message = lines[0] ?? text(item['code']);
    return testCase(text(item['path']), `<failure message="${xml(message)}">${xml(lines.join('\n'))}</failure>`);
  });
  // The verdict is a case of its own: a hold that no item explains must not read as all green.
  const words = records(decision['problems']).map((problem) => `${text(problem['code'])}: ${text(problem['message'])}`);
  const verdictCase = verdict === 'release' ? '' : `<failure message="${xml([verdict, ...words].join('; '))}"/>`;
  const failures = held.size + (verdict === 'release' ? 0 : 1);
  const name = `clearance check ${text(decision['delivery'])}`;
  return junit(cases.length + 1, failures, 0, name, [testCase('decision', verdictCase), ...cases]);
}

function junit(tests: number, failures: number, errors: number, name: string, cases: readonly string[]): string {
  const counts = `tests="${tests}" failures="${failures}" errors="${errors}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n<testsuite name="${xml(name)}" ${counts}>\n${cases.join('')}</testsuite>\n</testsuites>\n`;
}

function testCase(name: string, content: string): string {
  return `<testcase classname="clearance" name="${xml(name)}">${content}</testcase>\n`;
}

function xml(value: string): string {
  return value
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}

/** SARIF 2.1.0: one result a finding of a held item, a warning where a glass was broken for it; the verdict is the run's exit. */
function sarifReport(reported: Reported): string {
  const decision = 'decision' in reported ? reported.decision : {};
  const verdict = text(decision['decision']) || 'undecided';
  const overridden = new Set(overriddenItems(decision));
  const results = [...heldItems(decision), ...overridden].flatMap((item) => {
    const locations = [{ physicalLocation: { artifactLocation: { uri: encodeURI(text(item['path'])) } } }];
    const code = text(item['code']) || 'held';
    const findings = openFindings(item['findings']);
    if (findings.length === 0)
      return [{ ruleId: code, level: 'error', message: { text: `${text(item['path'])} is held: ${code}` }, locations }];
    return findings.map((finding) => ({
      ruleId: text(finding['rule']) || code,
      level: overridden.has(item) ? 'warning' : 'error',
      message: { text: findingLines(finding).join('\n') },
      locations,
      properties: { root: text(finding['root']), path: strings(finding['path']) },
    }));
  });
  const notes =
    'problem' in reported
      ? [`${reported.problem.title}: ${reported.problem.detail}`]
      : records(decision['problems']).map((problem) => text(problem['message']));
  const invocation = {
    executionSuccessful: verdict === 'release' || verdict === 'hold',
    exitCodeDescription: verdict,
    toolExecutionNotifications: notes.map((words) => ({ level: 'error', message: { text: words } })),
  };
  const run = { tool: { driver: { name: 'clearance' } }, invocations: [invocation], results };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`;
}
