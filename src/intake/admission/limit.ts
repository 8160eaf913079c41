/** How the limit of facts under way follows the event loop. Limits in weight (see `weightOf`), delays in milliseconds. */
export interface LimitRules {
  /** Never less: so much is always let in at once, however busy the machine is. */
  readonly floor: number;
  readonly ceiling: number;
  /** Below this the loop has time left: one `step` more, where more is wanted. */
  readonly easyMs: number;
  /** Above this others wait too long: only `cut` of it from now on. */
  readonly lateMs: number;
  readonly step: number;
  /** 0 to 1 */
  readonly cut: number;
}

/** What was seen since the limit was last looked at. */
export interface Seen {
  /** How late the event loop was at worst. */
  readonly delayMs: number;
  /** Whether the limit kept anything waiting. An idle ledger must not come to a high limit that nothing has tried. */
  readonly reached: boolean;
}

/** The limit from now on: up in steps, down in proportion, as congestion control does it, so that it settles. */
export function nextLimit(limit: number, { delayMs, reached }: Seen, rules: LimitRules): number {
  if (delayMs > rules.lateMs) return Math.max(rules.floor, Math.floor(limit * rules.cut));
  if (delayMs < rules.easyMs && reached) return Math.min(rules.ceiling, limit + rules.step);
  return limit;
}

/** Bytes of an event that cost about as much as an event by itself. */
const BYTES_A_WEIGHT = 4_096;

/** What an event of so many bytes counts: 1 for a usual one, 64 for the largest that is taken. */
export function weightOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / BYTES_A_WEIGHT));
}
