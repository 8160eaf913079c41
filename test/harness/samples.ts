import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './ledger-process.js';

/** Real manifests from public projects lie beside the repository on some machines; tests about them skip where they do not. */
export const samplesFolder = join(repositoryRoot, '..', 'shared', 'samples');

export const hasSamples = existsSync(join(samplesFolder, 'mhl-asc'));
