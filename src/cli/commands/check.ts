import { resolve } from 'node:path';
import { DELIVERY_CLASSES } from '@clearance/domain';
import { type Command, Option } from 'commander';
import { readPackage } from '../check/package-files.js';
import { renderReport, REPORT_FORMATS, type Reported, type ReportFormat } from '../check/reports.js';
import { checkForm, readColumns, readFormats, readManifestFiles } from '../check/request.js';
import { demand } from '../assets/scope.js';
import { asCliError, EXIT, exitForCheck, usageError, type ExitCode } from '../exit/index.js';
import { writeAtomically } from '../files/atomic.js';
import { deliveryPath } from '../http/paths.js';
import { isRecord, record, text, type Json } from '../http/read.js';
import { decisionText } from '../render/decision.js';
import { painter } from '../render/printable.js';
import { collect, type Context, type Session } from '../session/index.js';

interface CheckOptions {
  readonly delivery?: string;
  readonly manifest?: readonly string[];
  readonly class: string;
  readonly manifestFormat?: readonly string[];
  readonly columns?: string;
  readonly root?: string;
  readonly resume?: string;
  readonly format?: ReportFormat;
  readonly output?: string;
}

export function registerCheck(program: Command, session: Session): void {
  const command = session
    .command(program, 'check', 'Ask whether what a package lists may go out: 0 release, 2 hold, 3 cannot decide.')
    .option('--delivery <id>', 'the delivery')
    .option('--manifest <file>', 'a manifest of the package (repeat)', collect)
    .addOption(
      new Option('--class <class>', 'a delivery of another class is no go').choices(DELIVERY_CLASSES).default('final'),
    )
    .option('--manifest-format <format>', 'FORMAT for all, or NAME=FORMAT (repeat)', collect)
    .option('--columns <map>', 'columns of a table: path=COLUMN,sha256=COLUMN')
    .option('--root <dir>', 'the package itself: every file in it is hashed and compared, hidden ones too')
    .option('--resume <file>', 'remember digests of files that do not change')
    .addOption(new Option('--format <format>', 'how to report').choices(REPORT_FORMATS))
    .option('--output <file>', 'write the report there; a check that decides nothing writes that');
  session.on<CheckOptions>(command, 'gate', check);
}

async function check(context: Context, options: CheckOptions): Promise<ExitCode> {
  demand(options, ['delivery', 'manifest']);
  if (
    context.settings.json &&
    options.format !== undefined &&
    options.output === undefined &&
    options.format !== 'json'
  ) {
    throw usageError(
      `--json and --format ${options.format} both want standard output`,
      'Write the report to a file with --output.',
    );
  }
  const { production } = context;
  try {
    const { decision, header } = await ask(context, options);
    const code = exitForCheck({ production, delivery: options.delivery ?? '', class: options.class }, decision, header);
    await report(context, options, { decision }, code);
    return code;
  } catch (thrown) {
    const failure = asCliError(thrown);
    if (failure.exit !== EXIT.usage && failure.problem !== null)
      await writeReport(context, options, { problem: failure.problem });
    throw failure;
  }
}

async function ask(context: Context, options: CheckOptions): Promise<{ decision: Json; header: string | null }> {
  const { cwd } = context.io;
  const root = options.root === undefined ? null : resolve(cwd, options.root);
  const manifests = await readManifestFiles(options.manifest ?? [], root, cwd);
  const names = manifests.map((manifest) => manifest.name);
  const formats = readFormats(options.manifestFormat ?? [], names);
  const columns = readColumns(options.columns, names);
  // Before hours of hashing: without a token there is nobody to ask.
  const client = await context.client();
  const files = root === null ? null : await readPackage(context, root, options.resume ?? null);
  const answer = await client.call('POST', `${deliveryPath(context.production, options.delivery ?? '')}/checks`, {
    content: checkForm({ manifests, formats, columns, files }),
  });
  return { decision: isRecord(answer.body) ? answer.body : {}, header: answer.decision };
}

async function report(
  context: Context,
  options: CheckOptions,
  reported: { decision: Json },
  code: ExitCode,
): Promise<void> {
  const { decision } = reported;
  await writeReport(context, options, reported);
  context.document(decision);
  context.line(decision);
  if (options.output !== undefined) context.say(decisionText(decision, context.paint));
  else if (options.format !== undefined && options.format !== 'text') {
    if (!context.settings.json && !context.settings.ndjson)
      context.io.out(renderReport(options.format, reported, context.paint));
  } else context.say(decisionText(decision, context.paint));
  const verdict = text(decision['decision']);
  const usedClass = text(record(decision['use'])['class']);
  if (verdict === 'release' && code === EXIT.hold)
    context.note(`this is no go for ${options.class}: the delivery is of class ${usedClass}`);
  if (verdict === 'release' && code === EXIT.undecided)
    context.note('the answer contradicts itself or speaks of another delivery, so it decides nothing');
}

async function writeReport(context: Context, options: CheckOptions, reported: Reported): Promise<void> {
  if (options.output === undefined) return;
  const content = renderReport(options.format ?? 'text', reported, painter(false));
  await writeAtomically(resolve(context.io.cwd, options.output), content);
}
