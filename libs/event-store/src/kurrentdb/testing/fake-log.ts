/** One event of the fake server's log. */
export interface FakeEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** Commit and prepare are the same number, as on a server that writes each append at once. */
  readonly position: number;
}

export type FakeProposal = Pick<FakeEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

export type FakeOutcome =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: number }
  | { readonly kind: 'conflict'; readonly actual: number | null }
  | { readonly kind: 'deleted' };

/** What a server does with appends, in memory: it compares ids of an append at an earlier revision, and nothing else. */
export class FakeLog {
  readonly events: FakeEvent[] = [];
  private readonly deleted = new Set<string>();
  private readonly watching = new Set<() => void>();
  private end = 100;

  /** @param expected revision of the last event; -1: none. */
  append(stream: string, expected: number, proposals: readonly FakeProposal[]): FakeOutcome {
    if (this.deleted.has(stream)) return { kind: 'deleted' };
    const present = this.of(stream);
    const current = present.length - 1;
    if (expected === current) return this.write(stream, current, proposals);
    if (expected < current) {
      const there = present.slice(expected + 1, expected + 1 + proposals.length);
      const last = there.at(-1);
      if (
        last !== undefined &&
        there.length === proposals.length &&
        there.every(({ id }, i) => id === proposals[i]?.id)
      )
        return { kind: 'appended', revision: last.revision, position: last.position };
    }
    return { kind: 'conflict', actual: current < 0 ? null : current };
  }

  of(stream: string): readonly FakeEvent[] {
    return this.events.filter((event) => event.stream === stream);
  }

  /** The position that an event will have if it is appended next. */
  next(event: { readonly data: object }): number {
    return this.end + sizeOf(Buffer.byteLength(JSON.stringify(event.data)));
  }

  delete(stream: string): void {
    this.deleted.add(stream);
  }

  /** Called after every append. @returns what ends it */
  watch(grown: () => void): () => void {
    this.watching.add(grown);
    return () => this.watching.delete(grown);
  }

  private write(stream: string, current: number, proposals: readonly FakeProposal[]): FakeOutcome {
    proposals.forEach((proposal, index) => {
      this.end += sizeOf(proposal.data.length);
      this.events.push({ ...proposal, stream, revision: current + 1 + index, position: this.end });
    });
    for (const grown of this.watching) grown();
    return { kind: 'appended', revision: current + proposals.length, position: this.end };
  }
}

/** Positions are not dense, as in a real log. */
const sizeOf = (bytes: number) => 37 + bytes;
