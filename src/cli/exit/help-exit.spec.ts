import { describe, expect, it } from 'vitest';
import { cli } from '../testing/run-cli.js';
import { exitForHelp } from './help-exit.js';

const tree = {
  name: 'clearance',
  commands: [
    { name: 'release', commands: [] },
    { name: 'token', commands: [{ name: 'list', commands: [] }] },
  ],
};

describe('the exit code after help', () => {
  it.each([[['--help']], [['release', '--help']], [['help', 'release']], [['token', 'list', '-h']], [['--version']]])(
    '%j asks for help alone: 0',
    (argv) => {
      expect(exitForHelp(argv, tree)).toBe(0);
    },
  );

  it.each([
    [['release', '--delivery', 'ep101', '--help']],
    [['--version', 'release', '--check', 'c']],
    [['-p', 'nightfall', 'release', '-h']],
  ])('%j asks for something else too: 64, so that no script takes it for a go', (argv) => {
    expect(exitForHelp(argv, tree)).toBe(64);
  });

  it('holds for the real program', async () => {
    expect((await cli(['release', '--help'])).code).toBe(0);
    expect((await cli(['--version'])).code).toBe(0);
    expect((await cli(['release', '--delivery', 'ep101', '--check', 'chk_1', '--help'])).code).toBe(64);
    expect((await cli(['--version', 'release', '--delivery', 'ep101', '--check', 'chk_1'])).code).toBe(64);
  });

  it('no command, an unknown command and an unknown option are usage', async () => {
    expect((await cli([])).code).toBe(64);
    expect((await cli(['destroy'])).code).toBe(64);
    expect((await cli(['status', 'a', '--dry-run'])).code).toBe(64);
  });
});
