import { Unavailable } from '../../errors.js';
import type { Credentials, StoreUrl } from '../store-url.js';
import { askServer, type HttpAnswer } from './endpoint.js';

/** What was asked cannot be done as this account, or for that one; in a sentence that says why. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
  /** @param mayPass a server that has only just been started may answer otherwise in a moment. */
  constructor(
    message: string,
    readonly mayPass = false,
  ) {
    super(message);
  }
}

/** An account of the server. */
export interface ServerUser {
  readonly groups: readonly string[];
  readonly disabled: boolean;
}

/**
 * The accounts of a server, by its HTTP interface: neither client has a way to them (ADR 0055).
 * Every call throws Unavailable where no node answers and AccessRefused where the account of the URL is no administrator.
 */
export class ServerUsers {
  private readonly administrator: Credentials;

  /** @param url names an administrator's account. @throws AccessRefused where it names none. */
  constructor(private readonly url: StoreUrl) {
    if (url.credentials === null)
      throw new AccessRefused('an administrator has to be named: esdb://admin:password@host:port');
    this.administrator = url.credentials;
  }

  /** @throws AccessRefused for a server that has no accounts, or has them from elsewhere. */
  async checkThatThereAreUsers(): Promise<void> {
    const { status, body } = await this.ask('GET', '/info');
    const { features, authentication } = (body ?? {}) as {
      readonly features?: { readonly userManagement?: unknown };
      readonly authentication?: { readonly type?: unknown };
    };
    if (status !== 200 || typeof features?.userManagement !== 'boolean')
      throw new Unavailable(`the event store does not say what it is (${status})`, false);
    if (features.userManagement) return;
    const kind = String(authentication?.type);
    throw new AccessRefused(
      kind === 'insecure'
        ? 'the server runs without accounts (--insecure): everybody may do everything on it, and nothing can be set up'
        : `the server does not keep its accounts itself (${kind}): make one there, and write the access lists by hand`,
    );
  }

  /** null where there is none by this name. */
  async find(name: string): Promise<ServerUser | null> {
    const { status, body } = await this.ask('GET', pathOf(name));
    if (status === 404) return null;
    const { data } = (body ?? {}) as { readonly data?: { readonly groups?: unknown; readonly disabled?: unknown } };
    if (status !== 200 || !Array.isArray(data?.groups)) throw said(status, `the account ${name}`);
    return { groups: data.groups.map(String), disabled: data.disabled === true };
  }

  /** Makes an account that is in no group. */
  async create({ username, password }: Credentials): Promise<void> {
    const user = { loginName: username, fullName: 'Clearance ledger', groups: [], password };
    const { status } = await this.ask('POST', '/users/', user);
    if (status !== 201) throw said(status, `the account ${username}`);
  }

  async resetPassword({ username, password }: Credentials): Promise<void> {
    const { status } = await this.ask('POST', `${pathOf(username)}/command/reset-password`, { newPassword: password });
    if (status !== 200) throw said(status, `the password of ${username}`);
  }

  /** Whether the server takes this password for this account. */
  async knows(account: Credentials): Promise<boolean> {
    const { status } = await askServer(this.url, { method: 'GET', path: '/users/$current', as: account });
    if (status === 200) return true;
    if (status === 401) return false;
    throw said(status, `the account ${account.username}`);
  }

  private async ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<HttpAnswer> {
    const answer = await askServer(this.url, { method, path, as: this.administrator, body });
    if (answer.status !== 401 && answer.status !== 403) return answer;
    throw new AccessRefused(`the server does not take ${this.administrator.username} for an administrator`, true);
  }
}

const pathOf = (name: string): string => `/users/${encodeURIComponent(name)}`;

const said = (status: number, what: string): Unavailable =>
  new Unavailable(`the event store answered ${status} for ${what}`, false);
