import { PACK_SCHEMA, testPack, type PackFault, type PackTestResult } from '@clearance/policy';
import { EXIT, worst, type ExitCode } from '../exit/index.js';
import { readInput } from '../files/read-input.js';
import { printable } from '../render/printable.js';
import type { Context } from '../session/index.js';

/* Commands that ask no ledger. policy.ts loads this file where one of them is run: no other command pays for the packs. */

/** What came of one file: a pack, or faults instead of one. */
interface TestedFile {
  readonly file: string;
  /** It can be published: nothing is wrong with it, and its tests hold. */
  readonly ok: boolean;
  readonly id: string | null;
  readonly version: string | null;
  readonly digest: string | null;
  readonly faults: readonly PackFault[];
  readonly tests: readonly PackTestResult[];
  /** Rules that found something in no test. */
  readonly untested: readonly string[];
}
export async function testFiles(context: Context, files: readonly string[]): Promise<ExitCode> {
  const tested: TestedFile[] = [];
  for (const file of files) {
    const result = await testFile(context, file);
    tested.push(result);
    context.line(result);
    context.say(textOf(context, result));
  }
  context.document(tested.length === 1 ? tested[0] : { items: tested });
  return worst(tested.map(({ ok }) => (ok ? EXIT.go : EXIT.hold)));
}

export function showSchema(context: Context): ExitCode {
  context.io.out(`${JSON.stringify(PACK_SCHEMA, null, context.settings.json || context.settings.ndjson ? 0 : 2)}\n`);
  return EXIT.go;
}

async function testFile(context: Context, file: string): Promise<TestedFile> {
  const tested = testPack(await readInput(context, file, 'the pack'));
  if (!tested.ok) {
    const { faults } = tested;
    return { file, ok: false, id: null, version: null, digest: null, faults, tests: [], untested: [] };
  }
  const { pack, digest, results, untested } = tested;
  const ok = results.every(({ passed }) => passed);
  return { file, ok, id: pack.id, version: pack.version, digest, faults: [], tests: results, untested };
}

function textOf(context: Context, { file, id, version, digest, faults, tests, untested }: TestedFile): string {
  const placed = ({ line, column, message }: PackFault) => `${file}:${line}:${column} ${message}`;
  if (id === null) return faults.map((fault) => context.paint('red', printable(placed(fault)))).join('\n');
  const failed = tests.filter(({ passed }) => !passed);
  const lines = [
    ...failed.flatMap(({ failures }) => failures.map((fault) => context.paint('red', printable(placed(fault))))),
    printable(`${id}@${version ?? ''} ${digest ?? ''}`),
    failed.length === 0 ? `${counted(tests.length)} hold` : `${failed.length} of ${counted(tests.length)} fail`,
    untested.length === 0 ? '' : printable(`no test shows ${untested.join(', ')}`),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function counted(tests: number): string {
  return tests === 1 ? '1 test' : `${tests} tests`;
}
