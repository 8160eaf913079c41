import { Injectable } from '@nestjs/common';
import {
  checkStream,
  decideRecordCheck,
  decideRequestCheck,
  derivedId,
  evolveCheck,
  foldCheck,
  heldChunks,
  type CheckProblem,
  type CheckRequestedData,
  type ManifestRefData,
  type Use,
} from '@clearance/domain';
import type { ManifestReading } from '@clearance/manifests';
import type { NarrowedDecision } from '@clearance/projections';
import { identified } from '../ledger/command-runner.js';
import { LedgerWriter } from '../ledger/ledger-writer.js';
import { CommandRunner, Problem, Watermarks, type CommandContext } from '../ledger/ports.js';
import { Reader } from '../reading/index.js';
import { JudgeHost } from './judge-host.js';
import { ManifestStorage, type ReadableManifest } from './manifest-storage.js';
import { undecidedOn } from './undecided.js';

/** What is to be checked, as it was sent. */
export interface Upload {
  readonly manifests: readonly { readonly name: string; readonly format: string | null; readonly bytes: Uint8Array }[];
  /** NDJSON of what `--root` found. */
  readonly files: Uint8Array | null;
}

export interface CheckOutcome {
  /** Without its items. */
  readonly decision: NarrowedDecision;
  readonly replayed: boolean;
}

/** Checks: manifests in, a recorded decision out (D1, D3). */
@Injectable()
export class Checks {
  constructor(
    private readonly runner: CommandRunner,
    private readonly writer: LedgerWriter,
    private readonly watermarks: Watermarks,
    private readonly judge: JudgeHost,
    private readonly storage: ManifestStorage,
    private readonly reader: Reader,
  ) {}

  async check(
    command: CommandContext,
    target: { readonly production: string; readonly delivery: string; readonly use: Use },
    upload: Upload,
    waitMs: number,
  ): Promise<CheckOutcome> {
    const { production, delivery, use } = target;
    const { context, identity } = identified(command);
    const check = derivedId('chk', identity.dedup);
    const requested = await this.requested(production, check, delivery, upload);
    const request = await this.runner.run(context, {
      stream: checkStream(production, check),
      fold: (events) => foldCheck(production, check, events),
      decide: (state, { identity: own, now, actor }) =>
        decideRequestCheck(state, requested, { identity: own, now, actor }),
    });
    const { state } = request;
    if (state.outcome === null)
      await this.decide(production, check, use, request.position, state.requested?.event ?? check, waitMs);
    else await this.watermarks.waitForFacts(state.outcome.n, waitMs);
    const decision = await this.reader.ask('check', { production, delivery, check, visible: null, items: 'none' });
    if (decision.decision === 'undecided')
      throw new Problem('undecided', 'This check was interrupted before it came to an outcome. Check again.');
    return { decision, replayed: request.replayed };
  }

  private async decide(
    production: string,
    check: string,
    use: Use,
    position: number,
    request: string,
    waitMs: number,
  ): Promise<void> {
    try {
      await this.watermarks.waitForFacts(position, waitMs);
      const { held, problems, verdictDigest, ...verdict } = await this.judge.ask('check', { production, check, use });
      const chunks = heldChunks(held);
      const outcome = await this.writer.recordSeries({
        stream: checkStream(production, check),
        followed: request,
        fold: (events) => foldCheck(production, check, events),
        evolve: evolveCheck,
        decide: (state) => decideRecordCheck(state, chunks, { ...verdict, decision: check, problems, verdictDigest }),
      });
      await this.watermarks.waitForFacts(outcome.position, waitMs);
    } catch (error) {
      throw undecidedOn(error);
    }
  }

  private async requested(
    production: string,
    check: string,
    delivery: string,
    upload: Upload,
  ): Promise<CheckRequestedData> {
    const problems: CheckProblem[] = [];
    const readable: ReadableManifest[] = [];
    for (const { name, format, bytes } of upload.manifests) {
      const reading = await this.read({ name, format, bytes });
      problems.push(
        ...reading.problems.map(({ code, message, path }) => ({
          code,
          message: `${name}: ${message}`,
          path: path ?? name,
        })),
      );
      if (reading.ok) readable.push({ name, bytes, reading });
    }
    if (readable.length === 0) {
      const [first] = problems;
      throw new Problem('unreadable-manifest', first?.message ?? 'No manifest was sent.', { problems });
    }
    // Everything is read before anything is stored: what is refused leaves nothing behind.
    const found = upload.files === null ? null : await this.readFiles(upload.files, problems);
    const manifests: ManifestRefData[] = [];
    for (const manifest of readable) manifests.push(await this.storage.store(production, manifest));
    const files = found === null ? null : await this.storage.store(production, found);
    return { check, delivery, manifests, files, problems };
  }

  private async readFiles(bytes: Uint8Array, problems: CheckProblem[]): Promise<ReadableManifest> {
    const reading = await this.read({ name: 'files', format: 'files', bytes });
    if (!reading.ok) {
      const message = `cannot be read: ${reading.problems[0]?.message ?? 'unknown reason'}`;
      throw new Problem('invalid-request', `The part "files" ${message}`, {}, [
        { pointer: '/files', message, code: 'files' },
      ]);
    }
    // A file that could not be read holds its own item; an empty folder shows as missing files.
    problems.push(
      ...reading.problems
        .filter(({ code }) => code !== 'unreadable-file' && code !== 'empty-manifest')
        .map(({ code, message, path }) => ({ code, message, path })),
    );
    return { name: 'files', bytes, reading };
  }

  private read(ask: { name: string; format: string | null; bytes: Uint8Array }): Promise<ManifestReading> {
    return this.judge.ask('manifest', ask);
  }
}
