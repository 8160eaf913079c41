import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { LiveController } from './live.controller.js';
import { LiveService } from './live.service.js';
import { LogTail } from './log-tail.js';

/** Needs EVENT_STORE, ReadModel, Watermarks and StateChanges from a global module. */
@Module({
  imports: [AuthModule],
  controllers: [LiveController],
  providers: [LiveService, LogTail],
  exports: [LiveService],
})
export class LiveModule {}
