import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { Authenticator } from './authenticator.js';

/** Needs ReadModel, Clock and Watermarks from a global module. */
@Module({
  providers: [Authenticator, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Authenticator],
})
export class AuthModule {}
