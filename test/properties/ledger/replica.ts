import { readManifest } from '@clearance/manifests';
import { decideAdvanceClock, foldLedger, LEDGER_STREAM } from '@clearance/domain';
import { judgeCheck, judgePromotion, policyDiff, Projector, type ReadModelDatabase } from '@clearance/projections';
import { AssetDecisions } from '../../../src/assets/index.js';
import { Checks } from '../../../src/decisions/checks.js';
import { Interruptions } from '../../../src/decisions/interruptions.js';
import { NoVerdict, type JudgeHost } from '../../../src/decisions/judge-host.js';
import type { QuestionKind, Questions } from '../../../src/decisions/judge-messages.js';
import { ManifestStorage } from '../../../src/decisions/manifest-storage.js';
import { Promotions } from '../../../src/decisions/promotions.js';
import { Releases } from '../../../src/decisions/releases.js';
import { Sentinel } from '../../../src/decisions/sentinel.js';
import { Targets } from '../../../src/deliveries/targets.js';
import { FactRecorder } from '../../../src/intake/fact-recorder.js';
import { Turns as IntakeTurns } from '../../../src/intake/turns.js';
import { StoreCommandRunner } from '../../../src/ledger/command-runner.js';
import { KeyRegister } from '../../../src/ledger/key-register.js';
import { LedgerWriter } from '../../../src/ledger/ledger-writer.js';
import { ReadModelConnection } from '../../../src/ledger/read-model-connection.js';
import { SqliteReadModel } from '../../../src/ledger/sqlite-read-model.js';
import { StreamQueue } from '../../../src/ledger/stream-queue.js';
import { InlineReader } from '../../../src/reading/index.js';
import { ReplicaClock, type Time } from './clock.js';
import type { RacingStore } from './racing-store.js';
import type { Turns } from './turns.js';
import { giveBack, takeReadModel } from './read-models.js';
import { Progress } from './progress.js';

class Connection extends ReadModelConnection {
  constructor(readonly db: ReadModelDatabase) {
    super();
  }
}

/**
 * One process of the ledger, as src/ wires it, on a log that it shares with others: its own read model, clock, register of
 * keys and sentinel. Its projector moves only when it is told to.
 */
export class Replica {
  readonly db = takeReadModel();
  readonly facts: FactRecorder;
  readonly runner: StoreCommandRunner;
  readonly decisions: AssetDecisions;
  readonly checks: Checks;
  readonly promotions: Promotions;
  readonly releases: Releases;
  readonly targets: Targets;
  private readonly projector = new Projector(this.db);
  private readonly progress = new Progress(this.db, this.projector);
  private readonly writer: LedgerWriter;
  private readonly keys: KeyRegister;
  private readonly sentinel: Sentinel;
  private readonly interruptions: Interruptions;
  private readonly clock: ReplicaClock;

  constructor(
    private readonly store: RacingStore,
    turns: Turns,
    time: Time,
    clockOff: number,
  ) {
    const connection = new Connection(this.db);
    const queue = new StreamQueue();
    const { port } = store;
    this.clock = new ReplicaClock(time, clockOff);
    const readModel = new SqliteReadModel(this.db);
    this.keys = new KeyRegister(readModel, this.progress);
    this.writer = new LedgerWriter(port, this.clock, queue);
    this.runner = new StoreCommandRunner(port, this.clock, this.keys, queue, this.progress);
    this.facts = new FactRecorder(port, this.clock, this.keys, queue, readModel, new IntakeTurns());
    this.decisions = new AssetDecisions(this.runner, this.progress, connection, port);
    this.sentinel = new Sentinel(this.writer, this.progress, connection);
    this.targets = new Targets(connection);
    const judge = judgeOf(this.db, turns);
    const storage = new ManifestStorage(this.writer, connection);
    this.checks = new Checks(this.runner, this.writer, this.progress, judge, storage, new InlineReader(this.db));
    this.promotions = new Promotions(this.runner, this.writer, this.progress, judge, connection);
    this.releases = new Releases(this.runner, this.writer, this.progress, judge, this.sentinel, connection);
    this.interruptions = new Interruptions(connection, this.writer, this.promotions, this.releases, this.progress);
  }

  get behind(): boolean {
    return this.progress.factsAt < this.store.log.length;
  }

  /** Whether somebody waits for the read model to move on. */
  get awaited(): boolean {
    return this.progress.awaited;
  }

  get unsettled(): boolean {
    return this.projector.unsettled().length > 0;
  }

  /** Takes in the next events, in one transaction. */
  project(most: number): void {
    const { factsAt } = this.progress;
    this.projector.apply(this.store.log.slice(factsAt, factsAt + most));
    this.progress.moved();
  }

  settle(budget: number): void {
    this.projector.settle(budget);
    this.progress.moved();
  }

  /** What a start does: whatever is open was left by a process that is gone (D2). */
  async restart(): Promise<void> {
    await this.interruptions.start();
    this.interruptions.onModuleDestroy();
  }

  /** What the clock's tick does (src/ledger/clock-tick.ts): lets happen what has fallen due although nothing else did. */
  async tick(): Promise<void> {
    const due = this.projector.nextDue();
    if (due === null || due > this.clock.now() || this.projector.logTime >= due) return;
    await this.writer.record({
      stream: LEDGER_STREAM,
      followed: `${LEDGER_STREAM}#${due}`,
      fold: foldLedger,
      decide: (state, now) => decideAdvanceClock(state, due, now),
    });
  }

  close(): void {
    this.sentinel.onModuleDestroy();
    this.keys.onModuleDestroy();
    giveBack(this.db);
  }
}

/** The threads that reach verdicts answer when they come to it. */
function judgeOf(db: ReadModelDatabase, turns: Turns): JudgeHost {
  const answers: { readonly [K in QuestionKind]: (ask: Questions[K]['ask']) => Questions[K]['answer'] } = {
    check: ({ production, check, use }) => judgeCheck(db, production, check, use),
    promotion: ({ production, asset, delivery, use }) => judgePromotion(db, production, asset, delivery, use),
    'policy diff': ({ production, from, to }) => policyDiff(db, production, { from, to }),
    manifest: (ask) => readManifest(ask),
  };
  const ask = async <K extends QuestionKind>(
    kind: K,
    question: Questions[K]['ask'],
  ): Promise<Questions[K]['answer']> => {
    if (kind !== 'manifest') await turns.take();
    try {
      return answers[kind](question);
    } catch (error) {
      throw new NoVerdict(String(error));
    }
  };
  return { ask } as unknown as JudgeHost;
}
