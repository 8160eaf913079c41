import {
  cameraPlate,
  cloudEvent,
  itemOf,
  Stage,
  type Decision,
  type IntakeResult,
  type ReleaseAnswer,
} from '../../harness/index.js';

/** What the ledger has acknowledged: it must be there, at this place, for ever. */
export interface Acknowledged {
  /** Facts by subject; the position is that of the last event recorded for one. */
  readonly facts: Map<string, IntakeResult>;
  /** Deliveries whose release was answered, with the answer's status. */
  readonly releases: Map<string, number>;
}

/** Everything that is acknowledged is counted here; the killer waits for a number. */
export interface Counter {
  readonly acknowledged: Acknowledged;
  /** Called after every answer with how many there were in this round. */
  readonly answered: (count: number) => void;
}

const LANES = 2;
const FACTS_A_LANE = 25;

/**
 * One round of work: hooks that report plates, and a delivery that is checked, released and then compromised by a late
 * fact. It ends when everything is done or the ledger is gone.
 */
export async function work(stage: Stage, round: string, { acknowledged, answered }: Counter): Promise<void> {
  let answers = 0;
  const count = () => answered((answers += 1));
  const send = async (fact: Parameters<typeof cloudEvent>[1]) => {
    const content = JSON.stringify(cloudEvent(stage.production, fact));
    const answer = await stage.cast.hook.send<IntakeResult>('POST', '/v1/events', {
      raw: { contentType: 'application/cloudevents+json', content },
    });
    if (answer.status === 201) acknowledged.facts.set(`${fact.subject} ${fact.event}`, answer.body);
    stage.noted(answer);
    count();
  };
  const lane = async (number: number) => {
    for (let n = 0; n < FACTS_A_LANE; n += 1) await send(cameraPlate(`${round}_${number}_${n}`));
  };
  const delivering = async () => {
    const names = [0, 1, 2].map((n) => `${round}_item_${n}`);
    for (const name of names) await send(cameraPlate(name));
    await stage.openDelivery(round);
    const check: Decision = await stage.check(round, { items: names.map(itemOf) });
    count();
    const released = await stage.cast.lead.send<ReleaseAnswer>('POST', `${stage.path}/deliveries/${round}/release`, {
      body: { check: check.id },
      headers: { 'Idempotency-Key': `release-${round}`, Prefer: 'wait=60' },
    });
    acknowledged.releases.set(round, released.status);
    count();
    await send({
      event: 'marked-temporary',
      subject: names[0]!,
      data: { reason: 'the licence was for the trailer only' },
    });
  };
  const ends = await Promise.allSettled([...Array.from({ length: LANES }, (_, n) => lane(n)), delivering()]);
  for (const end of ends) if (end.status === 'rejected' && !isCut(end.reason)) throw end.reason;
}

/** The connection broke in the middle of it: what these tests are about. */
function isCut(reason: unknown): boolean {
  const text = reason instanceof Error ? `${reason.message} ${(reason as NodeJS.ErrnoException).code ?? ''}` : '';
  return /ECONNRESET|ECONNREFUSED|EPIPE|socket hang up|aborted/i.test(text);
}
