import { EXIT, exitForRefusal, type CommandKind, type ExitCode } from './exit-codes.js';

/** An RFC 9457 problem, from the ledger or (status null) from the command line itself. Extra members are kept. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number | null;
  readonly detail: string;
  readonly [member: string]: unknown;
}

/** A failure with its exit code. `message` says what is wrong, `advice` what to do about it. */
export class CliError extends Error {
  constructor(
    readonly exit: ExitCode,
    message: string,
    readonly advice: string | null = null,
    readonly problem: Problem | null = null,
  ) {
    super(message);
    this.name = 'CliError';
  }
}

/** The command was not well put: 64. */
export function usageError(message: string, advice: string | null = null): CliError {
  return new CliError(EXIT.usage, message, advice, localProblem('usage', 'The command is not well put', message));
}

/** Nothing could be decided: unreachable, timed out, cut short, or an input that cannot be read: 3. */
export function undecidedError(slug: string, message: string, advice: string | null = null): CliError {
  return new CliError(EXIT.undecided, message, advice, localProblem(slug, 'Cannot decide', message));
}

/** Something was refused on this side: 2. */
export function refusedError(slug: string, message: string, advice: string | null = null): CliError {
  return new CliError(EXIT.hold, message, advice, localProblem(slug, 'Refused', message));
}

/** What the ledger answered instead of a success. */
export function answeredError(kind: CommandKind, problem: Problem): CliError {
  const message = problem.detail === '' ? problem.title : `${problem.title}: ${problem.detail}`;
  return new CliError(exitForRefusal(kind, problem.status), message, adviceFor(problem), problem);
}

/** The last part of `urn:clearance:problem:<slug>`; empty for a problem of another kind. */
export function slugOf(problem: Problem): string {
  return problem.type.startsWith(PROBLEM_URN) ? problem.type.slice(PROBLEM_URN.length) : '';
}

export function localProblem(slug: string, title: string, detail: string): Problem {
  return { type: `${PROBLEM_URN}${slug}`, title, status: null, detail };
}

/** Anything thrown, as a failure with a code. What nobody foresaw is internal (70), never a decision. */
export function asCliError(thrown: unknown): CliError {
  if (thrown instanceof CliError) return thrown;
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new CliError(
    EXIT.internal,
    `internal error: ${message}`,
    'Please report this with the command you ran.',
    localProblem('internal', 'Internal error', thrown instanceof Error ? thrown.message : String(thrown)),
  );
}

const PROBLEM_URN = 'urn:clearance:problem:';

const ADVICE: Readonly<Record<string, string>> = {
  unauthorized: 'Set CLEARANCE_TOKEN or --token-file to a token that is in force.',
  'role-required': 'Ask an admin of the production for the role, or use a token that has it.',
  restricted: 'Your token is restricted to other subjects, sources or events.',
  'four-eyes': 'Someone who neither made nor reported it has to do this.',
  'person-required': 'Use the token of a person; a service cannot do this.',
  'not-found': 'Check the name and the production, and that your token has a role in it.',
  'bytes-differ': 'Register the new bytes as a new asset with a "revision" edge to the old one.',
  'event-id-reused': 'Give the event another id; an event that was recorded is never overwritten.',
  'bytes-unknown': 'Ingest the file first, so that its digests are known.',
  'digest-mismatch': 'Look at the asset again: its bytes are not those you named.',
  'changed-meanwhile': 'Look at it again with "clearance status --findings", then repeat.',
  'stale-check': 'A newer check exists; release that one.',
  'in-progress': 'Another decision on it is running; try again in a second.',
  'release-refused':
    'See the held items below; "clearance request-approval --from-check" asks for what can be approved.',
  'promotion-refused': 'See "clearance status --findings" for what holds it.',
  'already-exists': 'Choose another id, or use what is there.',
  'idempotency-key-reused': 'Use a fresh --idempotency-key for another request.',
  'too-many-requests': 'Wait a little and try again.',
  'store-unavailable': 'Try again when the ledger has its store back; nothing was decided.',
  behind: 'Try again, or give it longer with --timeout.',
  'engine-unknown': 'Ask another ledger, or install the newer program here; nothing was decided.',
  unanswered: 'Ask for less at once, or try again.',
  undecided: 'Try again; nothing was decided.',
  'unreadable-manifest': 'Name the format with --manifest-format, or repair the manifest.',
};

function adviceFor(problem: Problem): string | null {
  return ADVICE[slugOf(problem)] ?? null;
}
