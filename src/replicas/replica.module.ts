import { Module } from '@nestjs/common';
import { DigestController } from './digest.controller.js';
import { Digests } from './digests.js';
import { EngineController } from './engine.controller.js';

/** What a ledger says of itself as one of several: by which engine it judges, and what its read model is. */
@Module({ controllers: [EngineController, DigestController], providers: [Digests] })
export class ReplicaModule {}
