/** What a caller's script may rely on (interfaces.md, "Command line"). Only `go` means go. */
export const EXIT = { go: 0, hold: 2, undecided: 3, usage: 64, internal: 70 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A gate's 0 lets something out of the door; any other command's 0 says that it was done. */
export type CommandKind = 'gate' | 'command';

/** What a gate was asked about: an answer about anything else decides nothing. */
export interface Asked {
  readonly production: string;
  readonly delivery: string;
  readonly class: string;
}

/**
 * The code for an answer that is not a success. Gates: 409 is a hold, everything else cannot decide. Other commands: a
 * refusal (403, 404, 409, 422) is 2, the rest 3. Never `go`, whatever the status.
 */
export function exitForRefusal(kind: CommandKind, status: number | null): ExitCode {
  if (kind === 'gate') return status === 409 ? EXIT.hold : EXIT.undecided;
  return status !== null && REFUSALS.includes(status) ? EXIT.hold : EXIT.undecided;
}

/** `decision` of the body and header `Clearance-Decision` (null = not sent): both must say release. */
export function exitForVerdict(decision: unknown, header: string | null): ExitCode {
  const stated = header === null ? [decision] : [decision, header];
  if (stated.some((verdict) => verdict !== 'release' && verdict !== 'hold')) return EXIT.undecided;
  return stated.includes('hold') ? EXIT.hold : EXIT.go;
}

/** The code for the answer to a check. A release that contradicts itself, or speaks of another delivery, is no release. */
export function exitForCheck(asked: Asked, body: unknown, header: string | null): ExitCode {
  const decision = record(body);
  const verdict = exitForVerdict(decision['decision'], header);
  if (verdict !== EXIT.go) return verdict;
  if (decision['delivery'] !== asked.delivery || decision['production'] !== asked.production) return EXIT.undecided;
  const { total, held } = record(decision['summary']);
  if (typeof total !== 'number' || !(total > 0) || held !== 0) return EXIT.undecided;
  const items = decision['items'];
  if (Array.isArray(items) && items.some((item) => !goesOut(record(item)['status'], decision))) return EXIT.undecided;
  return exitForClass(record(decision['use'])['class'], asked.class);
}

/**
 * The code for the answer to a release. It is a go only where the decision is release *and* the delivery's state is
 * `released`: a fact that lands between request and outcome may have compromised it at once (rule D4).
 */
export function exitForRelease(asked: Asked, body: unknown, header: string | null): ExitCode {
  const answer = record(body);
  const decision = record(answer['decision']);
  const delivery = record(answer['delivery']);
  const verdict = exitForVerdict(decision['decision'], header);
  if (verdict !== EXIT.go) return verdict;
  if (delivery['id'] !== asked.delivery || delivery['production'] !== asked.production) return EXIT.undecided;
  if (typeof delivery['state'] !== 'string') return EXIT.undecided;
  if (delivery['state'] !== 'released') return EXIT.hold;
  return exitForClass(delivery['class'], asked.class);
}

/** The code for one asset of `status`: 0 only where it is registered, compliant and in a state that is known to be so. */
export function exitForAsset(body: unknown): ExitCode {
  const { registered, compliant, state } = record(body);
  if (registered === false) return EXIT.hold;
  if (typeof state !== 'string' || typeof compliant !== 'boolean' || registered !== true) return EXIT.undecided;
  if (NOT_COMPLIANT.includes(state)) return EXIT.hold;
  if (!COMPLIANT.includes(state)) return EXIT.undecided;
  return compliant ? EXIT.go : EXIT.hold;
}

/** The code for one result of intake. */
export function exitForResult(status: unknown): ExitCode {
  if (status === 'accepted' || status === 'duplicate') return EXIT.go;
  return status === 'refused' ? EXIT.hold : EXIT.undecided;
}

/** The code of several things taken together: the gravest. Of nothing at all: undecided, for nothing was answered. */
export function worst(codes: Iterable<ExitCode>): ExitCode {
  let gravest: ExitCode | null = null;
  for (const code of codes) if (gravest === null || code > gravest) gravest = code;
  return gravest ?? EXIT.undecided;
}

const REFUSALS: readonly number[] = [403, 404, 409, 422];
const COMPLIANT: readonly string[] = ['clear', 'approved'];
const NOT_COMPLIANT: readonly string[] = ['denied', 'unknown', 'temporary', 'needs-approval', 'escalated'];

/** A broken glass lets an item out only where the decision names it. */
function goesOut(status: unknown, { overrides }: Record<string, unknown>): boolean {
  return status === 'cleared' || (status === 'overridden' && Array.isArray(overrides) && overrides.length > 0);
}

function exitForClass(stated: unknown, asked: string): ExitCode {
  if (typeof stated !== 'string') return EXIT.undecided;
  return stated === asked ? EXIT.go : EXIT.hold;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
