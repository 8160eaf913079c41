import { Module } from '@nestjs/common';
import { StoreCommandRunner } from './command-runner.js';
import { KeyRegister } from './key-register.js';
import { CommandRunner } from './ports.js';
import { StreamQueue } from './stream-queue.js';

/** What writes to the log goes through. Needs EVENT_STORE, Clock, ReadModel and Watermarks from a global module. */
@Module({
  providers: [KeyRegister, StreamQueue, { provide: CommandRunner, useClass: StoreCommandRunner }],
  exports: [KeyRegister, StreamQueue, CommandRunner],
})
export class CommandsModule {}
