import { CATEGORIES, parseStream, type Category } from '@clearance/domain';
import { matchesType } from '@clearance/projections';
import { seesWholeAsset } from '../auth/index.js';
import type { Caller } from '../ledger/ports.js';
import type { StateChange } from './state-changes.js';
import type { TailEvent } from './tail-event.js';

/** What of the log a follower asked for. */
export interface Interest {
  /** null = every production in which the caller has a role. */
  readonly production: string | null;
  /** `<category>-<event>` with `*`. */
  readonly types: readonly string[];
}

/** Derived, not in the log: asking for it alone asks for no event of the log. */
const STATE_CHANGED = 'asset-state-changed';

/** Names of events whose answer is remembered: there are some dozens, but what another program recorded may have any. */
const MOST_NAMES = 1_000;

/** Who follows the log, and so what of it may be shown. */
export class Audience {
  private readonly wantsStates: boolean;
  /** Which names are asked for. Every event is looked at for every follower: the patterns are not, each time. */
  private readonly asked = new Map<string, boolean>();

  constructor(
    private readonly caller: Caller,
    private readonly interest: Interest,
  ) {
    this.wantsStates = matchesType(interest.types, 'asset-', 'state-changed');
  }

  wants({ name, event }: Pick<TailEvent, 'name' | 'event'>): boolean {
    let asked = this.asked.get(name);
    if (asked === undefined) {
      if (this.asked.size === MOST_NAMES) this.asked.clear();
      asked = matchesType(this.interest.types, event.stream, event.type);
      this.asked.set(name, asked);
    }
    return asked && this.maySee(event.stream);
  }

  wantsState(change: StateChange): boolean {
    return this.wantsStates && this.inProduction(change.production) && seesWholeAsset(this.caller, change.asset);
  }

  /** Stream prefixes outside of which nothing is wanted. */
  prefixes(): string[] {
    const { production, types } = this.interest;
    const patterns = types.filter((pattern) => pattern !== STATE_CHANGED);
    const wanted = CATEGORIES.filter((category) => patterns.some((pattern) => mayName(pattern, category)));
    if (production === null) return wanted.map((category) => `${category}-`);
    return wanted.filter((category) => !isLedgerWide(category)).map((category) => `${category}-${production}`);
  }

  inProduction(production: string): boolean {
    return (
      (this.interest.production === null || this.interest.production === production) &&
      this.caller.rolesIn(production).length > 0
    );
  }

  private maySee(stream: string): boolean {
    const name = parseStream(stream);
    if (name === null) return false;
    // Tokens and the ledger's own doings are for those who look after or audit all of it.
    if (name.production === null) {
      return (
        this.interest.production === null &&
        (this.caller.hasEverywhere('admin') || this.caller.hasEverywhere('auditor'))
      );
    }
    if (!this.inProduction(name.production)) return false;
    // A token held to some assets sees what is said of those, and of nothing else.
    return (
      this.caller.restrict === null ||
      (name.category === 'asset' && seesWholeAsset(this.caller, name.id)) ||
      !isHeld(this.caller)
    );
  }
}

/** Whether a pattern can match an event of a category. Manifest chunks are bulk: only who names them gets them. */
function mayName(pattern: string, category: Category): boolean {
  const literal = pattern.split('*', 1)[0] ?? '';
  const head = `${category}-`;
  if (category === 'manifest') return literal.startsWith(head);
  return head.startsWith(literal) || literal.startsWith(head);
}

const isLedgerWide = (category: Category) => parseStream(`${category}-any`)?.production === null;

/** Whether a token is held to some assets at all. */
function isHeld(caller: Caller): boolean {
  return !seesWholeAsset(caller, '');
}
