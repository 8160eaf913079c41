import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../harness/index.js';
import { readPage } from './page.js';
import { PAGES } from './pages.js';
import { pageAt, Reader } from './reader.js';

const missing = await missingTools(['bash', 'curl']);

describe.each(PAGES)('%s', async (path) => {
  const page = readPage(await pageAt(path));

  it('has no block that is neither run nor marked', () => {
    expect(page.faults).toEqual([]);
  });

  if (page.steps.length === 0) return;
  if (missing.length > 0) {
    it.skip(`is not tried out: ${missing.join(' and ')} not found on this machine`, () => undefined);
    return;
  }

  describe('does what it says', () => {
    let reader: Reader;
    // A step that went wrong makes all after it meaningless.
    let broken: number | null = null;
    beforeAll(async () => (reader = await Reader.open()));
    afterAll(() => reader.close());

    it.each(page.steps.map((step, index) => ({ step, index, name: `line ${step.line}: ${step.kind}` })))(
      '$name',
      async ({ step, index }) => {
        expect(broken, 'a step before failed').toBeNull();
        broken = step.line;
        expect(await reader.follow(step, page.steps[index + 1])).toBeNull();
        broken = null;
      },
    );
  });
});

async function missingTools(tools: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    tools.map((tool) =>
      run(tool, ['--version']).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return false;
          throw error;
        },
      ),
    ),
  );
  return tools.filter((_, index) => found[index] !== true);
}
