import { Module } from '@nestjs/common';
import { CommandsModule } from '../ledger/commands.module.js';
import { Admission, ADMISSION_RULES, RULES } from './admission/index.js';
import { FactRecorder } from './fact-recorder.js';
import { IntakeController } from './intake.controller.js';
import { IntakeService } from './intake.service.js';
import { Taking } from './taking.js';
import { Turns } from './turns.js';

@Module({
  imports: [CommandsModule],
  controllers: [IntakeController],
  providers: [
    IntakeService,
    FactRecorder,
    Taking,
    { provide: Turns, useFactory: () => new Turns() },
    Admission,
    { provide: RULES, useValue: ADMISSION_RULES },
  ],
  exports: [FactRecorder, IntakeService, Admission],
})
export class IntakeModule {}
