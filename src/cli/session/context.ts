import { usageError } from '../exit/errors.js';
import type { CommandKind } from '../exit/exit-codes.js';
import { LedgerClient } from '../http/client.js';
import { painter, type Paint } from '../render/printable.js';
import { renderTable, type Column } from '../render/table.js';
import type { Io } from './io.js';
import { readToken, urlValue, type Settings } from './settings.js';

/** What a command works with: its settings, the ledger and its two outputs. */
export class Context {
  readonly paint: Paint;
  private made: LedgerClient | null = null;
  private documented = false;

  constructor(
    readonly io: Io,
    readonly settings: Settings,
    readonly kind: CommandKind,
  ) {
    this.paint = painter(settings.color && io.stdoutIsTerminal);
  }

  /** The production that this command is about. @throws CliError 64 where none is named. */
  get production(): string {
    const { production } = this.settings;
    if (production === null) throw usageError('no production is named', 'Use -p, or set CLEARANCE_PRODUCTION.');
    return production;
  }

  /** Whether people read standard output, rather than programs. */
  get human(): boolean {
    return !this.settings.json && !this.settings.ndjson && !this.settings.quiet;
  }

  async client(): Promise<LedgerClient> {
    this.made ??= await this.clientOf(this.settings.url);
    return this.made;
  }

  /** Another ledger than that of the settings, asked with the same token. @throws CliError 64 for what is no address */
  async clientOf(url: string): Promise<LedgerClient> {
    const { settings, kind, io } = this;
    return new LedgerClient({ ...settings, url: urlValue(url), kind, token: await readToken(settings, io) });
  }

  /** The one document of --json. */
  document(body: unknown): void {
    if (!this.settings.json) return;
    if (this.documented) throw new Error('a second document for --json');
    this.documented = true;
    this.io.out(`${JSON.stringify(body, null, this.io.stdoutIsTerminal ? 2 : 0)}\n`);
  }

  /** One line of --ndjson. */
  line(body: unknown): void {
    if (this.settings.ndjson) this.io.out(`${JSON.stringify(body)}\n`);
  }

  /** An answer that is one thing: the document, a line, or what `words` makes of it for people. */
  answer(body: unknown, words: () => string): void {
    this.document(body);
    this.line(body);
    this.say(words());
  }

  /** Words for people, on standard output. */
  say(words: string): void {
    if (this.human && words !== '') this.io.out(words.endsWith('\n') ? words : `${words}\n`);
  }

  table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): void {
    this.say(renderTable(columns, rows, this.look));
  }

  get look() {
    return { terminal: this.io.stdoutIsTerminal, columns: this.io.columns, paint: this.paint };
  }

  /** A remark beside the result, on standard error. */
  note(words: string): void {
    if (!this.settings.quiet) this.io.err(`clearance: ${words}\n`);
  }

  /** Whether --json already got its document. */
  get hasDocument(): boolean {
    return this.documented;
  }
}
