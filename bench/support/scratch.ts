import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders for one run; `dispose` removes all of them. `BENCH_DIR` moves them to the disk that is to be measured. */
export class Scratch {
  private readonly root = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'clearance-bench-'));
  private made = 0;

  /** Path of a folder that does not exist yet. */
  folder(name: string): string {
    this.made += 1;
    return join(this.root, `${String(this.made).padStart(2, '0')}-${name}`);
  }

  remove(folder: string): void {
    rmSync(folder, { recursive: true, force: true });
  }

  dispose(): void {
    this.remove(this.root);
  }
}
