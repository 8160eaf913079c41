import { exitForResult, EXIT, worst, type ExitCode } from '../exit/exit-codes.js';
import type { LedgerClient } from '../http/client.js';
import { faultLines } from '../http/problem.js';
import { text } from '../http/read.js';
import { readSelf } from '../http/self.js';
import { printable } from '../render/printable.js';
import type { Context } from '../session/context.js';
import { sourceOf } from './cloud-event.js';
import { isAway, LineBatch, sendLines, type IntakeResult } from './send.js';
import { spoolLines } from './spool.js';

/** An event on its way, with what its result should also say. */
export interface Outgoing {
  readonly line: string;
  readonly about: Readonly<Record<string, unknown>>;
}

/** Sends events in requests of a bounded size, or spools them once the ledger is away; gathers every result. */
export class Intake {
  readonly results: IntakeResult[] = [];
  readonly spooledFiles: string[] = [];
  position: string | null = null;
  private readonly batch = new LineBatch();
  private about: Readonly<Record<string, unknown>>[] = [];
  private away: boolean;

  constructor(
    private readonly client: LedgerClient,
    /** Where to keep events while the ledger is away; null = fail instead. */
    private readonly spool: string | null,
    private readonly onResult: (result: IntakeResult) => void,
    away = false,
  ) {
    this.away = away;
  }

  async add({ line, about }: Outgoing): Promise<void> {
    if (!this.batch.fits(line)) await this.flush();
    this.batch.add(line);
    this.about.push(about);
  }

  /** Something that is not sent: its result is known already. */
  record(result: IntakeResult): void {
    this.results.push(result);
    this.onResult(result);
  }

  async flush(): Promise<void> {
    const lines = this.batch.take();
    const about = this.about;
    this.about = [];
    if (lines.length === 0) return;
    if (!this.away) {
      try {
        const sent = await sendLines(this.client, lines);
        this.position = sent.position ?? this.position;
        for (const [at, result] of sent.results.entries()) this.record({ ...result, ...about[at] });
        return;
      } catch (error) {
        if (this.spool === null || !isAway(error)) throw error;
        this.away = true;
      }
    }
    if (this.spool === null) throw new Error('events without a ledger and without a spool');
    this.spooledFiles.push(await spoolLines(this.spool, lines));
    for (const entry of about) this.record({ ...SPOOLED, ...entry });
  }

  /** 0 all accepted or duplicate, 2 any refused, 3 anything that has to be tried again; nothing at all is 3. */
  get exit(): ExitCode {
    return worst(this.results.map((result) => exitForResult(result.status)));
  }

  get summary(): Record<string, number> {
    const summary: Record<string, number> = { accepted: 0, duplicate: 0, refused: 0, failed: 0 };
    for (const { status } of this.results) summary[status] = (summary[status] ?? 0) + 1;
    return summary;
  }
}

/** Who the token speaks for, as a source of events; null where the ledger is away and events may be spooled. */
export async function sourceOfToken(context: Context, maySpool: boolean): Promise<string | null> {
  try {
    return sourceOf((await readSelf(await context.client())).subject);
  } catch (error) {
    if (maySpool && isAway(error)) return null;
    throw error;
  }
}

/** Says at once what became of one event: a line of --ndjson, or words where it was neither taken nor kept. */
export function tellResult(context: Context, result: IntakeResult): void {
  context.line(result);
  const { status, problem, id } = result;
  const kept = status === 'spooled' || exitForResult(status) === EXIT.go;
  if (kept || context.settings.json || context.settings.ndjson) return;
  const faults = problem === null ? [] : faultLines(problem).map((line) => `  ${line}`);
  const head = `${status}  ${text(result['path']) || (id ?? '')}  ${problem?.detail || problem?.title || ''}`;
  context.io.err([head, ...faults].map((line) => `${printable(line)}\n`).join(''));
}

/** Says how it went: the batch form of bodies.md 2, a line each, or words. */
export function concludeIntake(context: Context, intake: Intake): ExitCode {
  const { results, summary, position } = intake;
  context.document({ results: results.map((result, index) => ({ ...result, index })), summary, position });
  const counts = Object.entries(summary).filter(([, count]) => count > 0);
  context.say(counts.map(([status, count]) => `${count} ${status}`).join(', '));
  for (const file of intake.spooledFiles)
    context.note(`the ledger is away; events are kept in ${file} ("clearance emit --flush" sends them)`);
  return intake.exit === EXIT.go && intake.spooledFiles.length > 0 ? EXIT.undecided : intake.exit;
}

const SPOOLED: IntakeResult = {
  id: null,
  status: 'spooled',
  stream: null,
  revision: null,
  position: null,
  problem: null,
};
