import { Module } from '@nestjs/common';
import { Checks } from './checks.js';
import { Interruptions } from './interruptions.js';
import { ManifestStorage } from './manifest-storage.js';
import { Promotions } from './promotions.js';
import { Releases } from './releases.js';
import { Sentinel } from './sentinel.js';

/** Needs the global LedgerModule. */
@Module({
  providers: [Checks, Interruptions, ManifestStorage, Promotions, Releases, Sentinel],
  exports: [Checks, Interruptions, Promotions, Releases, Sentinel],
})
export class DecisionsModule {}
