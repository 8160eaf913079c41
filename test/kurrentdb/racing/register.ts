/** A fact that was acknowledged, by one ledger or by both. */
export interface Acknowledged {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
}
interface Asked {
  /** Asset or delivery. */
  readonly target: string;
  readonly ledger: string;
  readonly began: number;
  readonly ended: number;
  readonly status: number;
}

/** What was asked of the ledgers and answered, from outside. */
export class Register {
  readonly acknowledged: Acknowledged[] = [];
  /** Answers that should never have come. */
  readonly strange: string[] = [];
  readonly counts = new Map<string, number>();
  private readonly asked: Asked[] = [];

  note(name: string, times = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + times);
  }

  add(asked: Asked): void {
    this.asked.push(asked);
  }

  /** Commands on one thing that were under way at the same time in both ledgers, and how many of them were both taken. */
  raced(): { readonly pairs: number; readonly bothTaken: number } {
    const pairs = this.asked.flatMap((one, index) =>
      this.asked
        .slice(index + 1)
        .filter((other) => other.target === one.target && other.ledger !== one.ledger)
        .filter((other) => other.began < one.ended && one.began < other.ended)
        .map((other) => [one, other] as const),
    );
    const taken = ({ status }: Asked) => status < 300;
    return { pairs: pairs.length, bothTaken: pairs.filter(([one, other]) => taken(one) && taken(other)).length };
  }
}
