import type { ChildProcess } from 'node:child_process';
import { ended, forked } from '../ledger/child.js';
import type { FromLoad, LoadJob, LoadResult, ToLoad } from './jobs.js';

/** A load generator in a process of its own. One job at a time. */
export class Load {
  private constructor(private readonly child: ChildProcess) {}

  static async start(): Promise<Load> {
    const child = forked('../load/load.process.js');
    await answerOf(child, 'ready');
    return new Load(child);
  }

  /** Runs a job to its end. @throws Error where a request could not be sent, or was refused and `lenient` is not set */
  async run(job: LoadJob, options: { readonly lenient?: boolean } = {}): Promise<LoadResult> {
    const done = answerOf(this.child, 'done');
    this.send({ kind: 'run', job });
    const { result } = await done;
    if (result.firstRefusal !== null && options.lenient !== true) {
      throw new Error(
        `requests were refused (${JSON.stringify(result.refused)}), the first with ${result.firstRefusal}`,
      );
    }
    return result;
  }

  /** Lets what is under way finish and sends nothing more. */
  halt(): void {
    this.send({ kind: 'stop' });
  }

  close(): Promise<void> {
    return ended(this.child);
  }

  private send(message: ToLoad): void {
    this.child.send(message);
  }
}

function answerOf<K extends 'ready' | 'done'>(child: ChildProcess, kind: K): Promise<Extract<FromLoad, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const settle = (work: () => void): void => {
      child.off('message', take);
      child.off('exit', gone);
      work();
    };
    const take = (message: unknown): void => {
      const answer = message as FromLoad;
      if (answer.kind === 'failed') settle(() => reject(new Error(`the load generator failed: ${answer.message}`)));
      else if (answer.kind === kind) settle(() => resolve(answer as Extract<FromLoad, { kind: K }>));
    };
    const gone = (code: number | null): void => settle(() => reject(new Error(`the load generator ended (${code})`)));
    child.on('message', take);
    child.on('exit', gone);
  });
}
