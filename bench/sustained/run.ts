import { setTimeout as pause } from 'node:timers/promises';
import { startLedger, type RunningLedger } from '../ledger/ledger.js';
import { ASKED_ABOUT, askQuestions } from './ask.js';
import { DECIDED_ABOUT, deliveryOf, takeDecisions } from './decide.js';
import { Helper } from './helper.js';
import { Client } from './http.js';
import type { IntakeReport, LiveReport } from './messages.js';
import { figuresOf, watch, type Figures, type Sample } from './sample.js';
import { Timings, type Timing } from './timings.js';
import { compareWithLog, compareWithRebuild, type LogCheck, type RebuildCheck } from './verify.js';

const PRODUCTION = 'load';
/** Followers are there before the first fact. */
const HEAD_START_MS = 1_000;
const PATIENCE_MS = 10 * 60_000;

export interface Run {
  readonly seconds: number;
  readonly samples: readonly Sample[];
  readonly before: Figures;
  readonly after: Figures;
  readonly intake: IntakeReport;
  readonly live: LiveReport;
  readonly questions: readonly Timing[];
  readonly allQuestions: Timing;
  readonly decisions: readonly Timing[];
  readonly allDecisions: Timing;
  /** From the end of intake until the read model and every state had caught up. */
  readonly caughtUpIn: number;
  readonly log: LogCheck;
  readonly rebuild: RebuildCheck;
}

/** Load on a ledger of its own in `folder` for so many seconds, and what became of it. */
export async function sustained(folder: string, seconds: number, tell: (text: string) => void): Promise<Run> {
  const ledger = await startLedger(folder, 'first');
  const people = await peopleOf(ledger);
  const intake = await Helper.start<IntakeReport>('intake.process.js', 'intake');
  const live = await Helper.start<LiveReport>('live.process.js', 'live');
  const clients = Object.values(people);
  try {
    const target = { url: ledger.url, production: PRODUCTION };
    live.begin({ ...target, token: people.lead.token });
    await pause(HEAD_START_MS);
    const before = await figuresOf(people.watcher.client);
    const begun = performance.now();
    intake.begin({ ...target, token: people.hook.token });
    await there(people.lead.client, [...ASKED_ABOUT, ...DECIDED_ABOUT]);
    const stop = new AbortController();
    const questions = new Timings();
    const decisions = new Timings();
    const ends = { signal: stop.signal };
    const asking = askQuestions(people.lead.client, PRODUCTION, { ...ends, timings: questions });
    const deciding = takeDecisions({ lead: people.lead.client, reviewer: people.reviewer.client }, PRODUCTION, {
      ...ends,
      timings: decisions,
    });
    const watching = watch(people.watcher.client, stop.signal);
    tell(`load for ${seconds} s`);
    await pause(seconds * 1_000);
    stop.abort();
    const [samples] = await Promise.all([watching, asking, deciding]);
    const emitted = await intake.stop();
    const lasted = (performance.now() - begun) / 1_000;
    const after = await figuresOf(people.watcher.client);
    tell('catching up');
    const caughtUpIn = await caughtUp(people.watcher.client);
    const followed = await live.stop();
    await ledger.stop();
    tell('comparing with the log');
    const log = await compareWithLog(folder, emitted);
    tell('rebuilding');
    const rebuild = await compareWithRebuild(folder);
    return {
      seconds: lasted,
      samples,
      before,
      after,
      intake: emitted,
      live: followed,
      questions: questions.each(),
      allQuestions: questions.all('all questions'),
      decisions: decisions.each(),
      allDecisions: decisions.all('all decisions'),
      caughtUpIn,
      log,
      rebuild,
    };
  } finally {
    for (const { client } of clients) client.close();
    await intake.close();
    await live.close();
    await ledger.stop();
  }
}

interface Person {
  readonly token: string;
  readonly client: Client;
}

async function peopleOf(ledger: RunningLedger): Promise<Record<'hook' | 'lead' | 'reviewer' | 'watcher', Person>> {
  await ledger.api.post('/v1/productions', { id: PRODUCTION, title: PRODUCTION });
  const hire = async (subject: string, kind: string, role: string): Promise<Person> => {
    const grants = [{ role, productions: [PRODUCTION] }];
    const { token } = await ledger.api.post<{ token: string }>('/v1/tokens', { subject, kind, grants });
    return { token, client: new Client(ledger.url, token) };
  };
  const lead = await hire('lead@studio.example', 'person', 'delivery');
  await lead.client.post(`/v1/productions/${PRODUCTION}/deliveries`, deliveryOf('standing'));
  return {
    lead,
    hook: await hire('hook@studio.example', 'service', 'emitter'),
    reviewer: await hire('reviewer@studio.example', 'person', 'reviewer'),
    watcher: await hire('watcher@studio.example', 'service', 'auditor'),
  };
}

/** Waits until the assets that questions and decisions name are there. */
async function there(client: Client, assets: readonly string[]): Promise<void> {
  for (const asset of assets)
    while ((await client.get(`/v1/productions/${PRODUCTION}/assets/${asset}`)).status !== 200) await pause(250);
}

/** Waits until nothing is left to project or to evaluate. @returns seconds */
async function caughtUp(client: Client): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const figures = await figuresOf(client);
    const waited = performance.now() - begun;
    if (figures.get('clearance_projection_lag_events') === 0 && figures.get('clearance_state_lag_events') === 0)
      return waited / 1_000;
    if (waited > PATIENCE_MS) throw new Error('the read model did not catch up within ten minutes');
    await pause(250);
  }
}
