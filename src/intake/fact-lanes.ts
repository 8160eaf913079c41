import type { PendingFact } from './pending-fact.js';

/** Facts about one asset in the order they came in. */
export class FactLane {
  private facts: PendingFact[] = [];
  /** `due`: waits for its next round; `busy`: in one; `idle`: waits for a fact of another lane under the same key. */
  state: 'idle' | 'due' | 'busy' = 'idle';

  constructor(readonly stream: string) {}

  get head(): PendingFact | null {
    return this.facts[0] ?? null;
  }

  add(fact: PendingFact): void {
    this.facts.push(fact);
  }

  /** The facts at its head, at most so many, that nobody is ahead of under their keys. */
  take(most: number): readonly PendingFact[] {
    const blocked = this.facts.findIndex(({ ahead }, index) => ahead !== null || index === most);
    const taken = blocked === -1 ? this.facts : this.facts.slice(0, blocked);
    this.facts = this.facts.slice(taken.length);
    return taken;
  }
}

/** E3: of the facts that come in under one key each waits for those before it, whichever asset they are about. */
export class KeyClaims {
  private readonly last = new Map<string, PendingFact>();

  enter(fact: PendingFact): void {
    const { dedup } = fact.identity;
    const ahead = this.last.get(dedup);
    if (ahead !== undefined) {
      ahead.behind = fact;
      fact.ahead = ahead;
    }
    this.last.set(dedup, fact);
  }

  /** @returns the fact whose turn it is now, if one waits */
  leave(fact: PendingFact): PendingFact | null {
    const { dedup } = fact.identity;
    if (this.last.get(dedup) === fact) this.last.delete(dedup);
    const next = fact.behind;
    if (next !== null) next.ahead = null;
    fact.behind = null;
    return next;
  }
}
