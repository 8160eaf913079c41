import { globSync } from 'node:fs';
import { repositoryRoot } from '../harness/index.js';

/** Every page of documentation, by its path in the repository. */
export const PAGES: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync('docs/**/*.md', { cwd: repositoryRoot }).map((path) => path.replaceAll('\\', '/')),
].sort();
