import { availableParallelism } from 'node:os';
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { FileChangedError, hashFile, type HashedFile } from './hash-file.js';
import type { HashReply, HashRequest } from './messages.js';

/** Files up to this size are hashed on the spot: the way to a worker and back would take longer. */
export const INLINE_SIZE = 256 * 1024;
export const MAX_JOBS = 64;

/** Hashes files; `onBytes` is told about bytes as they are hashed. */
export interface Hasher {
  hash(path: string, onBytes?: (bytes: number) => void): Promise<HashedFile>;
  close(): Promise<void>;
}

/** As many as there are processors, up to 8: beyond that, disks rather than processors set the pace. */
export function defaultJobs(): number {
  return Math.min(8, Math.max(1, availableParallelism()));
}

/** Worker threads that hash. Threads start when large files need them, and end with {@link close}. */
export class HashPool implements Hasher {
  private readonly idle: Worker[] = [];
  private readonly all = new Set<Worker>();
  private readonly waiting: Job[] = [];
  private readonly running = new Map<Worker, Job>();
  private nextId = 1;
  private closed = false;

  constructor(
    private readonly jobs: number = defaultJobs(),
    private readonly inlineSize: number = INLINE_SIZE,
  ) {}

  async hash(path: string, onBytes: (bytes: number) => void = () => undefined): Promise<HashedFile> {
    if ((await stat(path)).size <= this.inlineSize) return hashFile(path, onBytes);
    return new Promise((resolve, reject) => {
      this.waiting.push({ id: this.nextId++, path, onBytes, resolve, reject });
      this.assign();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const gone = new Error('the hash pool was closed');
    for (const job of [...this.waiting.splice(0), ...this.running.values()]) job.reject(gone);
    this.running.clear();
    await Promise.all([...this.all].map((worker) => worker.terminate()));
  }

  private assign(): void {
    while (this.waiting.length > 0 && !this.closed) {
      const worker = this.idle.pop() ?? (this.all.size < this.jobs ? this.start() : undefined);
      if (worker === undefined) return;
      const job = this.waiting.shift();
      if (job === undefined) return;
      this.running.set(worker, job);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
      worker.postMessage({ id: job.id, path: job.path } satisfies HashRequest);
    }
  }

  private start(): Worker {
    const worker = new Worker(new URL('./hash.worker.js', import.meta.url));
    this.all.add(worker);
    worker.on('message', (reply: HashReply) => this.take(worker, reply));
    worker.on('error', (error) => this.lose(worker, error));
    worker.on('exit', (code) => this.lose(worker, new Error(`a hash worker ended with code ${code}`)));
    return worker;
  }

  private take(worker: Worker, reply: HashReply): void {
    const job = this.running.get(worker);
    if (job === undefined || job.id !== reply.id) return;
    if (reply.kind === 'progress') {
      job.onBytes(reply.bytes);
      return;
    }
    this.running.delete(worker);
    this.idle.push(worker);
    if (reply.kind === 'hashed') job.resolve(reply.hashed);
    else job.reject(reply.changed ? new FileChangedError(job.path) : new Error(reply.message));
    this.assign();
  }

  /** A worker that dies takes its file with it: that file failed, and the others go on. */
  private lose(worker: Worker, error: unknown): void {
    this.all.delete(worker);
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
    this.running.get(worker)?.reject(error instanceof Error ? error : new Error(String(error)));
    this.running.delete(worker);
    this.assign();
  }
}

interface Job {
  readonly id: number;
  readonly path: string;
  readonly onBytes: (bytes: number) => void;
  readonly resolve: (hashed: HashedFile) => void;
  readonly reject: (error: Error) => void;
}
