import { afterAll, describe, expect, it } from 'vitest';
import {
  cameraPlate,
  cloudEvent,
  digestsOf,
  openStage,
  startLedger,
  type CloudEvent,
  type Decision,
  type IntakeResult,
  type Ledger,
  type LedgerEvent,
  movedTo,
} from '../harness/index.js';

let ledger: Ledger = await startLedger();
afterAll(() => ledger.dispose());
let stage = await openStage('crash', ledger);

/** The same people towards the process that stands now. */
async function comeBack(): Promise<void> {
  ledger = await ledger.restart();
  stage = movedTo(ledger, stage);
}

/** Six times killed and started again, on a machine that may have other things to do. */
const PATIENT = { timeout: 240_000 };

describe('kill -9', () => {
  it('keeps every acknowledged event, once, and a resend of the rest is harmless', async () => {
    const facts = Array.from({ length: 300 }, (_, n) => cloudEvent(stage.production, cameraPlate(`plate_${n}`)));
    const acknowledged = new Map<string, IntakeResult>();
    const send = (event: CloudEvent) =>
      stage.cast.hook.send<IntakeResult>('POST', '/v1/events', {
        raw: { contentType: 'application/cloudevents+json', content: JSON.stringify(event) },
      });
    let killed: Promise<void> | undefined;
    let broken = 0;
    const workers = Array.from({ length: 4 }, async (_, lane) => {
      for (let n = lane; n < facts.length; n += 4) {
        const event = facts[n] as CloudEvent;
        try {
          const answer = await send(event);
          if (answer.status === 201) acknowledged.set(event.subject, answer.body);
        } catch (error) {
          // The connection broke in the middle of it: exactly the case this test is about.
          broken += Number(error instanceof Error);
        }
        if (acknowledged.size >= 100) killed ??= ledger.kill();
      }
    });
    await Promise.all(workers);
    await killed;
    expect(acknowledged.size).toBeGreaterThanOrEqual(100);
    expect(broken).toBeGreaterThan(0);

    await comeBack();
    for (const [subject, result] of acknowledged) {
      const history = await stage.history(subject, { minPosition: result.position ?? undefined });
      expect(history.map((event) => event.type)).toEqual(['registered', 'bytes-identified', 'facts-declared']);
      expect(history.at(-1)?.revision).toBe(result.revision);
    }
    for (const event of facts) {
      const again = stage.noted(await send(event));
      const before = acknowledged.get(event.subject);
      expect([200, before ? 200 : 201]).toContain(again.status);
    }
    const listed = await stage.read<{ items: { state: string }[] }>(`${stage.path}/assets`, { limit: 1000 });
    expect(listed.items).toHaveLength(facts.length);
    expect(listed.items.every((item) => item.state === 'clear')).toBe(true);
    expect(await stage.events('asset-*')).toHaveLength(facts.length * 3);
  });

  it(
    'D2: a decision without an outcome after the restart is refused as interrupted, and never a release',
    PATIENT,
    async () => {
      const found: LedgerEvent[][] = [];
      for (let round = 0; round < 6; round += 1) {
        const delivery = `ep${round}`;
        await stage.openDelivery(delivery);
        const items = Array.from({ length: 300 }, (_, n) => ({ path: `plate_${n}`, digests: digestsOf(`plate_${n}`) }));
        const check = await stage.check(delivery, { items });
        expect(check.decision).toBe('release');
        const release = stage.cast.lead
          .send('POST', `${stage.path}/deliveries/${delivery}/release`, {
            body: { check: check.id },
            headers: { 'Idempotency-Key': `first-${round}` },
          })
          .then((answer) => answer.status)
          .catch((error: unknown) => String(error));
        // Another question on its way behind it: its answer says that the release has reached the ledger.
        await stage.cast.auditor.get('/v1/tokens/self').catch(() => undefined);
        await ledger.kill();
        const answered = await release;
        await comeBack();

        const history = await decisionsOf(delivery);
        found.push(history);
        const [request, outcome, ...rest] = history.map((event) => event.type);
        expect(rest).toEqual([]);
        expect([undefined, 'release-requested']).toContain(request);
        // Requested means ended: by the release that was made, or refused.
        expect(request === undefined ? [undefined] : ['released', 'release-refused']).toContain(outcome);
        expect(answered === 200 ? 'released' : outcome).toBe(outcome);
        const refusal = history.find((event) => event.type === 'release-refused');
        expect(JSON.stringify(refusal?.data ?? 'interrupted')).toContain('interrupted');
        const { state } = await stage.delivery(delivery);
        expect(state === 'released').toBe(outcome === 'released');

        // The same key gets the recorded end, and an interrupted one is undecided: never 2xx. A new try is a new key.
        const replayed = await stage.release(delivery, check.id, { 'Idempotency-Key': `first-${round}` });
        const interrupted = outcome === 'release-refused';
        expect([replayed.status, replayed.headers['clearance-decision']]).toEqual(
          interrupted ? [503, 'undecided'] : [200, 'release'],
        );
        const again = await stage.release(delivery, check.id, { 'Idempotency-Key': `again-${round}` });
        expect(again.status).toBe(interrupted ? 200 : 409);
      }
      expect(found).toHaveLength(6);
    },
  );

  it('stops cleanly on SIGTERM and comes back with the same answers', async () => {
    const before = await stage.view('plate_7');
    expect(await ledger.stop()).toBe(0);
    await comeBack();
    expect(await stage.view('plate_7')).toEqual({ ...before, position: expect.any(String) as string });
    const check: Decision = await stage.checkAssets('ep0', 'plate_7');
    expect(check.decision).toBe('release');
  });
});

/** The release events of a delivery, once no request stands open: the restarted ledger ends what was left behind. */
async function decisionsOf(delivery: string): Promise<LedgerEvent[]> {
  const stream = `delivery-${stage.production}/${delivery}`;
  const types = 'delivery-release-requested,delivery-released,delivery-release-refused';
  const all = async () => (await stage.events(types)).filter((event) => event.stream === stream);
  const requested = await all();
  if (requested.length === 1) {
    await stage.awaitEvent(types, (event) => event.stream === stream && event.type !== 'release-requested');
  }
  return all();
}
