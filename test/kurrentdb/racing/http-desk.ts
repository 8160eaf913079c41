import type {
  ApproveCommand,
  CloseRetractionCommand,
  ConfirmReplacementCommand,
  LiftCommand,
  ManifestItemData,
  ProposeRetractionCommand,
  RevokeCommand,
} from '@clearance/domain';
import type { ReadModelDatabase } from '@clearance/projections';
import type { FactRequest } from '../../../src/intake/fact-request.js';
import {
  caller,
  cloudEvent,
  type Answer,
  type IntakeResult,
  type Problem,
  type RequestOptions,
} from '../../harness/index.js';
import type { CheckAnswer, DeliveryErrand, Desk, Errand } from '../../properties/history/desk.js';
import type { Register } from './register.js';

/** A ledger refused, or could not say. */
export class Refusal extends Error {}

type Who = Omit<Errand, 'asset'>;

/** One ledger that runs, or both, which are then told the same at the same moment. */
export class HttpDesk implements Desk {
  constructor(
    private readonly urls: readonly string[],
    readonly db: ReadModelDatabase,
    private readonly tokens: ReadonlyMap<string, string>,
    private readonly register: Register,
  ) {}

  async send({ envelope, facts }: FactRequest, by: string): Promise<string> {
    const { production, subject, source, id, time, authid } = envelope;
    const data = Object.fromEntries(facts.map((fact) => [camel(fact.type), fact.data]));
    const about = { source: source ?? undefined, time: time ?? undefined, authid: authid ?? undefined };
    const content = JSON.stringify(cloudEvent(production, { event: 'reported', subject, data, id, ...about }));
    const raw = { contentType: 'application/cloudevents+json', content };
    const { body } = await this.ask<IntakeResult>(by, `${production}/${subject}`, '/v1/events', { raw });
    const { stream, revision, position } = body;
    if (stream !== null && revision !== null && position !== null)
      this.register.acknowledged.push({ id, stream, revision, position });
    return body.status;
  }

  async approve(errand: Errand, command: ApproveCommand): Promise<void> {
    await this.onAsset(errand, 'approvals', command);
  }

  async revoke(errand: Errand, { approval, ...command }: RevokeCommand): Promise<void> {
    await this.post(errand, errand.asset, `approvals/${approval}/revoke`, command);
  }

  async lift(errand: Errand, command: LiftCommand): Promise<void> {
    await this.onAsset(errand, 'temporary-mark/lift', command);
  }

  async propose(errand: Errand, command: ProposeRetractionCommand): Promise<string> {
    return (await this.onAsset<{ id: string }>(errand, 'retractions', command)).id;
  }

  async close(errand: Errand, end: 'accept' | 'reject', { retraction, reason }: CloseRetractionCommand): Promise<void> {
    await this.post(errand, errand.asset, `retractions/${retraction}/${end}`, { reason });
  }

  async confirm(errand: Errand, { of, ...command }: ConfirmReplacementCommand): Promise<void> {
    await this.onAsset(errand, 'replacement-confirmations', { ...command, of: { asset: of } });
  }

  async promote(errand: Errand, delivery: string): Promise<void> {
    await this.onAsset(errand, 'promotions', { delivery });
  }

  async withdraw(errand: Errand, command: { readonly delivery: string; readonly reason: string }): Promise<void> {
    await this.onAsset(errand, `promotions/${command.delivery}/withdraw`, { reason: command.reason });
  }

  check(errand: DeliveryErrand, items: readonly Partial<ManifestItemData>[]): Promise<CheckAnswer> {
    return this.onDelivery<CheckAnswer>(errand, 'checks', { items });
  }

  async release(errand: DeliveryErrand, check: string): Promise<void> {
    await this.onDelivery(errand, 'release', { check });
  }

  async recall(errand: DeliveryErrand, reason: string): Promise<void> {
    await this.onDelivery(errand, 'recall', { reason });
  }

  async replace(errand: DeliveryErrand, by: string): Promise<void> {
    // That cannot even be asked.
    if (by === errand.delivery) throw new Refusal();
    await this.onDelivery(errand, 'replace', { by });
  }

  private onAsset<Body>({ asset, ...who }: Errand, path: string, body: object): Promise<Body> {
    return this.post(who, asset, `assets/${asset}/${path}`, body);
  }

  private onDelivery<Body>({ delivery, ...who }: DeliveryErrand, path: string, body: object): Promise<Body> {
    return this.post(who, delivery, `deliveries/${delivery}/${path}`, body);
  }

  private async post<Body>({ by, key, production }: Who, target: string, path: string, body: object): Promise<Body> {
    // Nobody can name bytes that are not known.
    if ('digest' in body && (body.digest as { readonly sha256: string }).sha256 === '') throw new Refusal();
    const headers = { 'Idempotency-Key': key.replaceAll(' ', '.') };
    const asked = `/v1/productions/${production}/${path}`;
    return (await this.ask<Body>(by, `${production}/${target}`, asked, { body, headers })).body;
  }

  /** @throws Refusal where no ledger takes it. */
  private async ask<Body>(by: string, target: string, path: string, options: RequestOptions): Promise<Answer<Body>> {
    const answers = await Promise.all(this.urls.map((url) => this.askOne<Body>(url, by, target, path, options)));
    const taken = answers.filter(({ status }) => status < 300);
    const positions = new Set(taken.map(({ headers }) => headers['clearance-position']));
    if (positions.size > 1)
      this.register.strange.push(`${path} was recorded twice under one key: ${[...positions].join()}`);
    if (taken[0] !== undefined) return taken[0];
    throw new Refusal(answers.map(({ text }) => text).join());
  }

  private async askOne<Body>(url: string, by: string, target: string, path: string, options: RequestOptions) {
    const began = performance.now();
    const prefer = { Prefer: 'wait=60' };
    const headers = options.headers === undefined ? prefer : { ...prefer, ...options.headers };
    const answer = await caller(url, this.tokens.get(by) ?? null).send<Body>('POST', path, { ...options, headers });
    const { status } = answer;
    this.register.add({ target, ledger: url, began, ended: performance.now(), status });
    if (status >= 300) {
      const slug = (answer.body as Problem).type?.replace('urn:clearance:problem:', '') ?? 'none';
      this.register.note(`refused: ${status} ${slug}`);
      const expected = status < 500 ? !MISTAKES.includes(slug) : status === 503;
      if (!expected) this.register.strange.push(`${path}: ${status} ${answer.text}`);
    }
    return answer;
  }
}

/** Of those who wrote this. */
const MISTAKES: readonly string[] = [
  'malformed-body',
  'unauthorized',
  'role-required',
  'restricted',
  'invalid-request',
];

const camel = (type: string): string => type.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
