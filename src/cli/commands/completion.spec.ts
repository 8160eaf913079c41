import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cli } from '../testing/run-cli.js';

const hasBash = spawnSync('bash', ['--version']).status === 0;

describe('shell completion', () => {
  it.each(['bash', 'zsh', 'fish'])('%s knows the commands, and needs neither ledger nor token', async (shell) => {
    const seen = await cli(['completion', shell], { env: { CLEARANCE_TOKEN: '' } });
    expect(seen.code).toBe(0);
    for (const word of ['ingest', 'confirm-replacement', 'whoami', 'idempotency-key'])
      expect(seen.stdout).toContain(word);
  });

  it('another shell is usage', async () => {
    expect((await cli(['completion', 'tcsh'])).code).toBe(64);
  });

  it.skipIf(!hasBash)(
    'completes commands, subcommands and options in bash (skipped where there is no bash)',
    async () => {
      const { stdout } = await cli(['completion', 'bash']);
      const complete = (...words: string[]) => {
        const script = `${stdout}\nCOMP_WORDS=(clearance ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _clearance; echo "\${COMPREPLY[@]}"`;
        return spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' }).stdout.trim();
      };
      expect(complete('rel')).toBe('release');
      expect(complete('token', 'who')).toBe('whoami');
      expect(complete('-p', 'nightfall', 'release', '--rec')).toBe('--receipt');
      expect(complete('token', 'issue', '--gr')).toBe('--grant');
    },
  );
});
