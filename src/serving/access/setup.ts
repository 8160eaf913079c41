import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AccessRefused,
  asAccount,
  setUpAccess,
  Unavailable,
  type AccessReport,
  type SetupPlan,
  type SetupStep,
  type StoreUrl,
} from '@clearance/event-store';
import { say } from '../exits.js';
import { refuse, secretGiven, serverNamed, Usage } from './given.js';
import { checked, exitFor, tell } from './report.js';

/** Options of `store setup` as they were given. */
export interface SetupOptions {
  readonly to?: string;
  readonly user: string;
  readonly passwordFile?: string;
  readonly resetPassword?: boolean;
  readonly wait?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** What each is called in the environment; with _FILE behind it, a file that holds it. */
export const SETUP_VARIABLES = { to: 'CLEARANCE_STORE_ADMIN', password: 'CLEARANCE_STORE_PASSWORD' } as const;

/** Sets up a server for ledgers, with an administrator's account, and proves it with the one that it makes. */
export async function setUp(options: SetupOptions): Promise<void> {
  try {
    const url = serverNamed(
      options.to ?? secretGiven(undefined, SETUP_VARIABLES.to),
      `--to or ${SETUP_VARIABLES.to}, with an administrator's account`,
    );
    await run(url, planOf(options), options.json === true, waitOf(options.wait));
  } catch (error) {
    refuse(error);
  }
}

async function run(url: StoreUrl, plan: SetupPlan, json: boolean, waitMs: number): Promise<void> {
  const steps = await insist(() => setUpAccess(url, plan), waitMs);
  const { username, password } = plan.account;
  const isSet = steps.some(({ what, state }) => ['account', 'password'].includes(what) && state === 'done');
  const shown = isSet && !plan.chosen ? password : null;
  // Before anything that may fail: it is shown this once.
  if (!json)
    say(...steps.map((step) => sentenceOf(step, username)), ...(shown === null ? [] : [shownOnce(username, shown)]));
  // Without the password nobody can ask in its name.
  const provable = !plan.dryRun && (isSet || plan.chosen);
  let report: AccessReport | null = null;
  try {
    report = provable ? await proved(asAccount(url, plan.account)) : null;
  } finally {
    if (json) {
      const done = { store: url.shown, user: username, password: shown, dryRun: plan.dryRun, steps, access: report };
      process.stdout.write(`${JSON.stringify(done)}\n`);
    }
  }
  if (!json && report !== null) tell(report, username);
  process.exitCode = report === null ? 0 : exitFor(report);
}

/** A server may come up, and has no accounts in its first moments. */
async function insist<T>(work: () => Promise<T>, waitMs: number): Promise<T> {
  for (const until = Date.now() + waitMs; ; await sleep(AGAIN_MS)) {
    try {
      return await work();
    } catch (error) {
      const mayPass = error instanceof Unavailable || (error instanceof AccessRefused && error.mayPass);
      if (!mayPass || Date.now() >= until) throw error;
    }
  }
}

/** A new account is not known on every node at once. */
async function proved(url: StoreUrl): Promise<AccessReport> {
  for (const until = Date.now() + KNOWN_WITHIN_MS; ; await sleep(AGAIN_MS)) {
    const report = await checked(url);
    if (report.verdict !== 'stranger' || Date.now() >= until) return report;
  }
}

const AGAIN_MS = 1_000;
const KNOWN_WITHIN_MS = 10_000;
/** A day. Seconds. */
const LONGEST_WAIT = 86_400;

function planOf({ user, passwordFile, resetPassword = false, dryRun = false }: SetupOptions): SetupPlan {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(user))
    throw new Usage('--user is 1 to 64 letters, digits, dots, hyphens and underscores');
  const given = secretGiven(passwordFile, SETUP_VARIABLES.password);
  if (given !== undefined && !/^[\x20-\x7e]{8,128}$/.test(given))
    throw new Usage('the password is 8 to 128 visible ASCII characters');
  const password = given ?? randomBytes(24).toString('base64url');
  return { account: { username: user, password }, chosen: given !== undefined, resetPassword, dryRun };
}

function waitOf(text = '0'): number {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds <= LONGEST_WAIT)) throw new Usage(`--wait is whole seconds from 0 to ${LONGEST_WAIT}`);
  return seconds * 1_000;
}

function sentenceOf({ what, state }: SetupStep, user: string): string {
  const said = {
    'default-access': 'only administrators may delete streams or write their metadata',
    'read-all': `${user} may read $all`,
    account: `${user} has an account`,
    password: `${user} has the password that it is to have`,
  }[what];
  return `${said} (${{ done: 'done', 'was-so': 'was so', 'to-do': 'to do' }[state]})`;
}

const shownOnce = (user: string, password: string): string => `password of ${user}, shown once: ${password}`;
