/** Who may do everything that a measurement does in a production. */
const ROLES = ['emitter', 'delivery', 'reviewer', 'auditor'] as const;

/** An answer that is no success. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The few requests that measurements prepare and read with. Every answer must be a success. */
export class Api {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  async post<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>(path, { method: 'POST', body: JSON.stringify(body) });
  }

  async get<T>(path: string): Promise<T> {
    return this.send<T>(path, { method: 'GET' });
  }

  /** Opens productions and gives a token that may work in them. */
  async openProductions(...ids: readonly string[]): Promise<Api> {
    for (const id of ids) await this.post('/v1/productions', { id, title: id });
    const grants = ROLES.map((role) => ({ role, productions: ids }));
    const { token } = await this.post<{ token: string }>('/v1/tokens', {
      subject: 'bench@studio.example',
      kind: 'person',
      grants,
    });
    return new Api(this.url, token);
  }

  async openDelivery(production: string, id: string): Promise<void> {
    await this.post(`/v1/productions/${production}/deliveries`, {
      id,
      name: id,
      class: 'final',
      recipient: 'streamer.example',
      territories: ['*'],
      languages: ['*'],
      medium: 'svod',
    });
  }

  /** The same ledger with another token. */
  as(token: string): Api {
    return new Api(this.url, token);
  }

  /** Reports one CloudEvent; its position is that of everything that was taken before. */
  emit(event: Readonly<Record<string, unknown>>): Promise<{ readonly position: string }> {
    return this.send('/v1/events', {
      method: 'POST',
      body: JSON.stringify(event),
      contentType: 'application/cloudevents+json',
    });
  }

  private async send<T>(path: string, init: { method: string; body?: string; contentType?: string }): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method: init.method,
      ...(init.body === undefined ? {} : { body: init.body }),
      headers: {
        authorization: `Bearer ${this.token}`,
        prefer: 'wait=60',
        ...(init.body === undefined ? {} : { 'content-type': init.contentType ?? 'application/json' }),
      },
    });
    const text = await response.text();
    if (!response.ok)
      throw new Refused(response.status, `${init.method} ${path} was answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  }
}
