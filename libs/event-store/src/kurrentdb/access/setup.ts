import { randomUUID } from 'node:crypto';
import { Unavailable } from '../../errors.js';
import { within } from '../deadline.js';
import { actualRevisionOf, asStoreError, isAccessDenied } from '../failures.js';
import type { LogClient } from '../log-client.js';
import { openKurrentEventStore } from '../store.js';
import type { Credentials, StoreUrl } from '../store-url.js';
import { metadataOfAllFor, settingsFor, type ServerJson } from './lists.js';
import { newestOf, SETTINGS } from './probe.js';
import { AccessRefused, ServerUsers } from './users.js';

export interface SetupPlan {
  /** The account that ledgers are to be run with; its password counts where the account is made or its password reset. */
  readonly account: Credentials;
  /** Whether the password was chosen: that of an account which is there must then be this one. */
  readonly chosen: boolean;
  /** Give an account that is there this password. */
  readonly resetPassword: boolean;
  /** Look, and change nothing. */
  readonly dryRun: boolean;
}

export interface SetupStep {
  readonly what: 'default-access' | 'read-all' | 'account' | 'password';
  readonly state: 'done' | 'was-so' | 'to-do';
}

/** How long the server may take for each call. Milliseconds. */
const MS = 10_000;
/** Lost races for one stream before that is called unavailable. */
const TRIES = 10;

/**
 * Sets up who may do what on a server: nobody but administrators deletes a stream or writes its metadata, and the account of
 * the plan exists and reads `$all`. What is so already is left alone. The account comes last, so that it never has more rights.
 * @param url names an administrator.
 * @throws AccessRefused, Unavailable; TypeError where the server's lists cannot be understood; RangeError for the URL.
 */
export async function setUpAccess(url: StoreUrl, plan: SetupPlan): Promise<readonly SetupStep[]> {
  const users = new ServerUsers(url);
  await users.checkThatThereAreUsers();
  const isThere = await isUsable(users, plan.account.username);
  const resets = isThere && (await isPasswordToDo(users, plan));
  const steps: SetupStep[] = [];
  const note = (what: SetupStep['what'], toDo: boolean): void =>
    void steps.push({ what, state: !toDo ? 'was-so' : plan.dryRun ? 'to-do' : 'done' });

  const store = openKurrentEventStore(url);
  try {
    const user = plan.account.username;
    const { client } = store;
    const list = await merged(client, { ...DEFAULT_LIST, next: (present) => settingsFor(present, user) }, plan.dryRun);
    note('default-access', list.changed);
    const next = (present: ServerJson): ServerJson => metadataOfAllFor(present, list.json, user);
    note('read-all', (await merged(client, { ...ALL_METADATA, next }, plan.dryRun)).changed);
  } finally {
    await store.close();
  }
  if (!isThere && !plan.dryRun) await users.create(plan.account);
  note('account', !isThere);
  if (resets && !plan.dryRun) await users.resetPassword(plan.account);
  if (isThere && (plan.chosen || resets)) note('password', resets);
  return steps;
}

/** Whether the account is there. @throws AccessRefused where it is one that no ledger should or can be run with. */
async function isUsable(users: ServerUsers, name: string): Promise<boolean> {
  const found = await users.find(name);
  if (found?.groups.includes('$admins') === true)
    throw new AccessRefused(`${name} is an administrator, whom no access list binds: name another account`);
  if (found?.disabled === true) throw new AccessRefused(`${name} was disabled: enable it, or name another account`);
  return found !== null;
}

async function isPasswordToDo(users: ServerUsers, { account, chosen, resetPassword }: SetupPlan): Promise<boolean> {
  if (!chosen) return resetPassword;
  if (await users.knows(account)) return false;
  if (resetPassword) return true;
  throw new AccessRefused(
    `${account.username} is there with another password: reset it (--reset-password) or give that one`,
  );
}

interface Merging {
  readonly stream: string;
  readonly type: string;
  readonly next: (present: ServerJson) => ServerJson;
}

const DEFAULT_LIST = { stream: SETTINGS, type: 'update-default-acl' };
const ALL_METADATA = { stream: '$$$all', type: '$metadata' };

/** Writes what the newest event of a stream is to say, at exactly the revision that was read: what others write stays. */
async function merged(
  client: LogClient,
  { stream, type, next }: Merging,
  dryRun: boolean,
): Promise<{ readonly json: ServerJson; readonly changed: boolean }> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      const newest = await newestOf(client, stream, MS);
      const present = objectIn(newest?.data ?? {}, stream);
      const json = next(present);
      if (json === present) return { json, changed: false };
      if (!dryRun) {
        const event = { id: randomUUID(), type, data: json, metadata: {} };
        await within(MS, 'an append', true, client.append(stream, newest?.revision ?? 'noStream', [event], MS));
      }
      return { json, changed: true };
    } catch (error) {
      if (actualRevisionOf(error) !== undefined) continue;
      if (error instanceof TypeError) throw error;
      if (isAccessDenied(error)) throw new AccessRefused(`the server does not let this account write ${stream}`);
      throw asStoreError(error, stream, true);
    }
  }
  throw new Unavailable(`others wrote to ${stream} ${TRIES} times in a row first`, false);
}

function objectIn(data: unknown, stream: string): ServerJson {
  if (typeof data === 'object' && data !== null && !Array.isArray(data) && !(data instanceof Uint8Array))
    return data as ServerJson;
  throw new TypeError(`the newest event of ${stream} is no JSON object`);
}
