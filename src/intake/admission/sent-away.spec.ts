import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { grantToken, openProductions, TestLedger } from '../../http/testing/index.js';
import { CommandsModule } from '../../ledger/commands.module.js';
import { ProductionsModule } from '../../productions/productions.module.js';
import { FactRecorder } from '../fact-recorder.js';
import { IntakeController } from '../intake.controller.js';
import { IntakeService } from '../intake.service.js';
import { Taking } from '../taking.js';
import { Turns } from '../turns.js';
import { Admission, ADMISSION_RULES, RULES, type AdmissionRules } from './index.js';

/** One fact under way, one of each kind waiting. */
const ONE = { start: 1, floor: 1, ceiling: 1, waiting: 1 };
const NARROW: AdmissionRules = {
  ...ADMISSION_RULES,
  single: { ...ADMISSION_RULES.single, ...ONE },
  body: { ...ADMISSION_RULES.body, ...ONE },
};

@Module({
  imports: [CommandsModule],
  controllers: [IntakeController],
  providers: [
    IntakeService,
    FactRecorder,
    Taking,
    { provide: Turns, useFactory: () => new Turns() },
    Admission,
    { provide: RULES, useValue: NARROW },
  ],
})
class NarrowIntake {}

let ledger: TestLedger;
let app: NestFastifyApplication;
let emitter: string;
beforeAll(async () => {
  ledger = new TestLedger();
  app = await ledger.app([NarrowIntake, ProductionsModule]);
  await openProductions(ledger, 'nightfall');
  emitter = (await grantToken(ledger, { grants: [{ role: 'emitter', productions: ['nightfall'] }] })).secret;
});
afterAll(async () => {
  await app.close();
  await ledger.store.close();
});

const eventAbout = (subject: string) => ({
  specversion: '1.0',
  type: 'clearance.asset.marked-temporary.v1',
  source: '/pipeline/hook',
  id: `mark-${subject}`,
  subject,
  production: 'nightfall',
  data: { reason: 'AI placeholder' },
});

const TYPES = {
  event: 'application/cloudevents+json',
  batch: 'application/cloudevents-batch+json',
  lines: 'application/x-ndjson',
};

/** Sends at once; the answer is to be awaited. */
function post(form: keyof typeof TYPES, ...subjects: string[]) {
  const events = subjects.map((subject) => JSON.stringify(eventAbout(subject)));
  const content = { event: events[0]!, batch: `[${events.join()}]`, lines: `${events.join('\n')}\n` }[form];
  return request(app.getHttpServer())
    .post('/v1/events')
    .set('Authorization', `Bearer ${emitter}`)
    .set('Content-Type', TYPES[form])
    .serialize((plain: unknown) => plain as string)
    .send(content)
    .then((answer) => answer);
}

describe('facts beyond what the ledger can take', () => {
  it('are sent away with 429 and Retry-After, nothing of them written, while questions are answered', async () => {
    const admission = app.get(Admission, { strict: false });
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const append = ledger.store.append.bind(ledger.store);
    const appending = vi.spyOn(ledger.store, 'append').mockImplementation(async (...args) => {
      await held;
      return append(...args);
    });
    const written = await ledger.store.head();

    const first = post('event', 'first');
    await vi.waitFor(() => expect(appending).toHaveBeenCalledOnce());
    const waiting = [post('event', 'second'), post('batch', 'third', 'fourth')];
    await vi.waitFor(() => expect(admission.figures.waiting).toBe(2));

    const refused = [
      await post('event', 'away-1'),
      await post('batch', 'away-2'),
      await post('lines', 'away-3', 'away-4'),
    ];
    for (const answer of refused) {
      expect([answer.status, answer.headers['retry-after']]).toEqual([429, '1']);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(JSON.parse(answer.text)).toMatchObject({ type: 'urn:clearance:problem:too-many-requests' });
    }
    expect(admission.figures).toEqual({ limit: 2, underWay: 2, waiting: 2, refused: { single: 1, body: 2 } });
    const question = await request(app.getHttpServer())
      .get('/v1/productions/nightfall')
      .set('Authorization', `Bearer ${emitter}`);
    expect([question.status, (question.body as { id: string }).id]).toEqual([200, 'nightfall']);
    expect(await ledger.store.head()).toBe(written);

    goOn();
    const taken = await Promise.all([first, ...waiting]);
    expect(taken.map(({ status }) => status)).toEqual([201, 201, 200]);
    expect((taken[2]!.body as { summary: unknown }).summary).toEqual({
      accepted: 2,
      duplicate: 0,
      refused: 0,
      failed: 0,
    });
    expect(admission.figures).toMatchObject({ underWay: 0, waiting: 0 });
    for (const name of ['away-1', 'away-2', 'away-3', 'away-4'])
      expect(await ledger.store.readStream(`asset-nightfall/${name}`)).toEqual([]);
    expect((await post('event', 'away-1')).status).toBe(201);
  });

  it('count a body that is still on its way by what it announces, and by as much as a large one where it does not', () => {
    const wide = new Admission({ ...NARROW, body: { ...NARROW.body, waiting: 600 } });
    const ended = wide.announce(200 * 1_024);
    wide.mustBeWelcome('body');
    wide.announce(null);
    expect(() => wide.mustBeWelcome('body')).toThrow(/Try again in a moment/);
    wide.mustBeWelcome('single');
    ended();
    ended();
    wide.mustBeWelcome('body');
    const all = [wide.announce(90 * 1_024), wide.announce(10 * 1_024)];
    expect(() => wide.mustBeWelcome('body')).toThrow(/Try again in a moment/);
    for (const end of all) end();
    wide.mustBeWelcome('body');
  });
});

describe('how much of bodies may be under way', () => {
  const rules: AdmissionRules = { ...ADMISSION_RULES, everyMs: 0 };
  const late = { single: ADMISSION_RULES.single.lateMs + 1, body: ADMISSION_RULES.body.lateMs + 1 };

  it('does not follow the event loop while nobody asks for anything else', () => {
    const admission = new Admission(rules);
    for (let look = 0; look < 20; look += 1) admission.observe(late.body + 200, performance.now());
    expect(admission.figures.limit).toBe(rules.single.floor + rules.body.ceiling);
  });

  it('falls while somebody asks and waits too long, and is all again as soon as nobody does', () => {
    const admission = new Admission(rules);
    for (let look = 0; look < 20; look += 1) {
      admission.somebodyAsks();
      admission.observe(late.single, performance.now());
    }
    expect(admission.figures.limit).toBe(rules.single.floor + rules.body.floor);
    admission.observe(0, performance.now());
    expect(admission.figures.limit).toBe(rules.single.floor + rules.body.ceiling);
  });

  it('counts whoever sends a single event among those who ask', () => {
    const admission = new Admission(rules);
    admission.mustBeWelcome('single');
    admission.observe(late.single, performance.now());
    expect(admission.figures.limit).toBe(
      Math.floor(rules.single.start * rules.single.cut) + rules.body.start * rules.body.cut,
    );
  });
});

describe('facts that wait for a place', () => {
  it('are overtaken by none that comes just when they are let in', async () => {
    const body = { ...ADMISSION_RULES.body, start: 2 };
    const admission = new Admission({ ...ADMISSION_RULES, body });
    const order: string[] = [];
    const piece = (name: string) => admission.within('body', 1, async () => void order.push(name));
    let end!: () => void;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const heavy = admission.within('body', 2, () => ended);
    const waiting = piece('before');
    await Promise.resolve();
    const later = ended.then(() => piece('after'));
    end();
    await Promise.all([heavy, waiting, later]);
    expect(order).toEqual(['before', 'after']);
  });
});
