/** Revision of the last event of the streams written lately; the one used longest ago is forgotten first. */
export class StreamHeads {
  private readonly heads = new Map<string, number>();

  /** @param capacity number of streams */
  constructor(private readonly capacity: number) {}

  /** Undefined where it is not known; `NO_EVENT` where the stream is known to have none. */
  get(stream: string): number | undefined {
    const revision = this.heads.get(stream);
    if (revision !== undefined) this.set(stream, revision);
    return revision;
  }

  set(stream: string, revision: number): void {
    this.heads.delete(stream);
    this.heads.set(stream, revision);
    if (this.heads.size > this.capacity) {
      for (const oldest of this.heads.keys()) {
        this.heads.delete(oldest);
        break;
      }
    }
  }

  forget(stream: string): void {
    this.heads.delete(stream);
  }
}

export const NO_EVENT = -1;
