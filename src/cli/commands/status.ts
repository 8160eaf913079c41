import type { Command } from 'commander';
import { resolveAssets, type AssetAddress } from '../assets/resolve.js';
import { answeredError, EXIT, exitForAsset, worst, type ExitCode } from '../exit/index.js';
import { productionPath } from '../http/paths.js';
import { problemOf } from '../http/problem.js';
import { isRecord, record, records, text, type Json } from '../http/read.js';
import { findingLines, openFindings, pathLine } from '../render/findings.js';
import { collect, type Context, type Operand, type Session } from '../session/index.js';

interface StatusOptions {
  readonly asOf?: string;
  readonly effectiveAt?: string;
  readonly findings?: boolean;
  readonly file?: readonly string[];
}

/** What was answered about one asset: its record, or the problem with which it is not found. */
interface Row {
  readonly address: AssetAddress;
  readonly body: Json;
  readonly registered: boolean;
}

export function registerStatus(program: Command, session: Session): void {
  const command = session
    .command(
      program,
      'status [assets...]',
      'Say whether assets are compliant: 0 all are, 2 one is not or is not registered, 3 cannot decide.',
    )
    .option('--as-of <point>', 'as the ledger knew it then: a position or RFC 3339')
    .option('--effective-at <point>', 'as it was then, as known now')
    .option('--findings', 'with all open findings, their paths and what clears them')
    .option('--file <path>', 'the asset with the bytes of this file (repeat)', collect);
  session.on<StatusOptions>(command, 'gate', status);
}

async function status(context: Context, options: StatusOptions, operands: Operand): Promise<ExitCode> {
  const addresses = await resolveAssets(context, Array.isArray(operands) ? operands : [], options);
  const rows: Row[] = [];
  for (const address of addresses) rows.push(await rowOf(context, address, options));
  for (const { body } of rows) context.line(body);
  context.document(rows.length === 1 ? rows[0]?.body : { items: rows.map((row) => row.body) });
  context.table(
    [
      { title: 'asset', value: (row) => row.address.named },
      { title: 'state', value: (row) => (row.registered ? text(row.body['state']) : 'not registered'), state: true },
      { title: 'compliant', value: (row) => (row.body['compliant'] === true ? 'yes' : 'no') },
      { title: 'because', value: because },
    ],
    rows,
  );
  if (options.findings === true) {
    for (const { address, body } of rows) {
      const lines = openFindings(body['findings']).flatMap(findingLines);
      if (lines.length > 0) context.say(['', address.named, ...lines.map((line) => `  ${line}`)].join('\n'));
    }
  }
  return worst(rows.map((row) => (row.registered ? exitForAsset(row.body) : EXIT.hold)));
}

async function rowOf(context: Context, address: AssetAddress, options: StatusOptions): Promise<Row> {
  const client = await context.client();
  const query = { asOf: options.asOf, effectiveAt: options.effectiveAt };
  const answer = await client.ask('GET', address.path, { query });
  if (answer.status === 404) {
    await demandProduction(context, address);
    return { address, body: { problem: problemOf(404, answer.body, answer.text) }, registered: false };
  }
  client.demandSuccess(answer);
  return { address, body: isRecord(answer.body) ? answer.body : {}, registered: true };
}

/**
 * A production that is not there, or not ours, answers 404 for everything in it. That decides nothing (3); only within one
 * that answers does a 404 mean that the asset is not registered (2).
 */
async function demandProduction(context: Context, { production }: AssetAddress): Promise<void> {
  const client = await context.client();
  const answer = await client.ask('GET', `${productionPath(production)}/assets`, { query: { limit: 1 } });
  if (answer.status < 200 || answer.status > 299) {
    throw answeredError(context.kind, problemOf(answer.status, answer.body, answer.text));
  }
}

function because({ body, registered }: Row): string {
  if (!registered) return text(record(body['problem'])['detail']) || 'no fact names it';
  const [first, ...others] = openFindings(body['findings']);
  if (first === undefined) return records(body['findings']).length > 0 ? 'everything found is cleared' : '';
  const path = pathLine(first);
  return `${text(first['rule'])} ${path}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}
