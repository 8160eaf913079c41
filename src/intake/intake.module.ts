import { Module } from '@nestjs/common';
import { CommandsModule } from '../ledger/commands.module.js';
import { FactRecorder } from './fact-recorder.js';
import { IntakeController } from './intake.controller.js';
import { IntakeService } from './intake.service.js';

@Module({
  imports: [CommandsModule],
  controllers: [IntakeController],
  providers: [IntakeService, FactRecorder],
  exports: [FactRecorder, IntakeService],
})
export class IntakeModule {}
