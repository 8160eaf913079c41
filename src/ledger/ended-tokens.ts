import { parseStream } from '@clearance/domain';

/**
 * Tokens that the log ends after the point at which the read model does: it stands before an engine that the program does not
 * know, but a token that was revoked is to open nothing here either. Whatever else than its issue is said of one ends it.
 */
export class EndedTokens {
  private upTo: number | null = null;
  private found: string[] = [];

  /** The ordinal of the last event that was looked at; at first that of the last that was applied. */
  lookedUpTo(factsAt: number): number {
    return (this.upTo ??= factsAt);
  }

  look(events: readonly { readonly stream: string; readonly type: string }[]): void {
    this.upTo = (this.upTo ?? 0) + events.length;
    for (const { stream, type } of events) {
      const name = parseStream(stream);
      if (name?.category === 'access' && type !== 'token-issued') this.found.push(name.id);
    }
  }

  /** Those found since this was asked last. */
  take(): readonly string[] {
    const taken = this.found;
    this.found = [];
    return taken;
  }
}
