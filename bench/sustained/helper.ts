import type { ChildProcess } from 'node:child_process';
import { ended, forked } from '../ledger/child.js';
import type { FromHelper, Target, ToHelper } from './messages.js';

/** A process that makes load until it is told to stop and then reports. */
export class Helper<R extends FromHelper> {
  private constructor(
    private readonly child: ChildProcess,
    private readonly kind: R['kind'],
  ) {}

  /** @param module beside this file */
  static async start<R extends FromHelper>(module: string, kind: R['kind']): Promise<Helper<R>> {
    const helper = new Helper<R>(forked(`../sustained/${module}`), kind);
    await helper.answer('ready');
    return helper;
  }

  begin(target: Target): void {
    this.send({ kind: 'start', target });
  }

  /** Lets what is under way finish. */
  async stop(): Promise<R> {
    const report = this.answer(this.kind);
    this.send({ kind: 'stop' });
    return (await report) as R;
  }

  close(): Promise<void> {
    return ended(this.child);
  }

  private send(message: ToHelper): void {
    this.child.send(message);
  }

  private answer(kind: FromHelper['kind']): Promise<FromHelper> {
    return new Promise((resolve, reject) => {
      const gone = (code: number | null) => reject(new Error(`a helper ended (${code}) before it said ${kind}`));
      this.child.once('exit', gone);
      this.child.on('message', (message: unknown) => {
        if ((message as FromHelper).kind !== kind) return;
        this.child.off('exit', gone);
        resolve(message as FromHelper);
      });
    });
  }
}
