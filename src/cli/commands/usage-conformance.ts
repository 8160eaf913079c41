import { resolve } from 'node:path';
import type { Command } from 'commander';
import { parseAssetRef } from '../assets/asset-ref.js';
import { readEvidence } from '../assets/evidence.js';
import { demand } from '../assets/scope.js';
import { undecidedError, usageError, type ExitCode } from '../exit/index.js';
import { hashFile } from '../hash/hash-file.js';
import { record, strings } from '../http/read.js';
import { collect, type Context, type Operand, type Session } from '../session/index.js';
import { idIn, post } from './acts.js';
import { idOf, maybeEvidence } from './registers.js';
import { usagePathOf } from './usage-questions.js';

export interface ReasonOptions {
  readonly reason?: string;
  readonly evidence?: readonly string[];
}
interface ConformOptions {
  readonly evidence?: readonly string[];
  readonly file?: readonly string[];
  readonly note?: string;
}

/** Saying which bytes are what was approved. */
export function registerConformance(usage: Command, session: Session): void {
  const conformCommand = session
    .command(
      usage,
      'conform <usage> [assets...]',
      'Confirm that bytes are what was approved; a second person does this.',
    )
    .option('--file <path>', 'the bytes of this file instead of an asset (repeat)', collect)
    .option('--evidence <file|url>', 'what it rests on (repeat)', collect)
    .option('--note <text>', 'a note');
  session.on<ConformOptions>(conformCommand, 'command', conform);
  const unconformCommand = reasons(
    session.command(usage, 'unconform <usage> <conformance>', 'Take a confirmation of conformance back.'),
  );
  session.on<ReasonOptions>(unconformCommand, 'command', unconform);
}

export function reasons(command: Command): Command {
  return command.option('--reason <reason>', 'why').option('--evidence <file|url>', 'what shows it (repeat)', collect);
}

async function conform(context: Context, options: ConformOptions, id: Operand, operands: Operand): Promise<ExitCode> {
  demand(options, ['evidence']);
  const named = await readBytes(context, Array.isArray(operands) ? operands : [], options.file ?? []);
  const json = { ...named, evidence: await readEvidence(options.evidence ?? [], context.io.cwd), note: options.note };
  return post(context, `${usagePathOf(context, id)}/conformance`, json, (body) => {
    const count = strings(record(body)['digests']).length;
    return `${idIn(body, 'the conformance')} confirms ${count} ${count === 1 ? 'digest' : 'digests'} under ${idOf(id)}`;
  });
}

async function unconform(
  context: Context,
  options: ReasonOptions,
  id: Operand,
  conformance: Operand,
): Promise<ExitCode> {
  demand(options, ['reason']);
  const path = `${usagePathOf(context, id)}/conformance/${encodeURIComponent(idOf(conformance))}/revoke`;
  const json = { reason: options.reason, evidence: await maybeEvidence(context, options.evidence) };
  return post(context, path, json, () => `${idOf(conformance)} is revoked`);
}

/** Either assets by id, or bytes by their digest: whoever looked at files confirms those, whatever the ledger calls them. */
async function readBytes(
  context: Context,
  operands: readonly string[],
  files: readonly string[],
): Promise<{ assets: string[] } | { digests: { sha256: string }[] }> {
  const refs = operands.map(parseAssetRef);
  if (refs.some(({ production }) => production !== null && production !== context.production))
    throw usageError('a usage is of one production, and so are the assets made under it');
  const assets = refs.filter(({ digest }) => digest === null).map(({ asset }) => asset);
  const named = refs.flatMap(({ digest }) => (digest === null ? [] : [digest]));
  if (assets.length > 0 && named.length + files.length > 0)
    throw usageError('name either assets by their ids, or bytes by sha256:… and --file');
  if (assets.length > 0) return { assets };
  if (named.some(({ algorithm }) => algorithm !== 'sha256')) throw usageError('bytes are named by their sha256');
  const digests = named.map(({ value }) => ({ sha256: value }));
  for (const file of files) digests.push({ sha256: await sha256OfFile(file, context.io.cwd) });
  if (digests.length === 0) throw usageError('no asset is named', 'Name ids, sha256:… or --file PATH.');
  return { digests };
}

async function sha256OfFile(file: string, cwd: string): Promise<string> {
  try {
    return (await hashFile(resolve(cwd, file))).digests.sha256;
  } catch (error) {
    throw undecidedError('unreadable-input', `${file} cannot be read (${(error as Error).message})`);
  }
}
