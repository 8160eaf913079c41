import { Injectable, Logger } from '@nestjs/common';
import type { Incoming } from '../auth/index.js';
import type { Caller } from '../ledger/ports.js';
import { Admission, weightOf } from './admission/index.js';
import { FactRecorder } from './fact-recorder.js';
import type { Item } from './forms/batch.js';
import { IntakeService } from './intake.service.js';
import type { Taken } from './pending-fact.js';
import { refusedResult, takenResult, type Result } from './results.js';
import { Turns } from './turns.js';

/** Takes events as they come in: each once there is a place for it, in slices that leave the thread to others in between. */
@Injectable()
export class Taking {
  private readonly logger = new Logger('intake');

  constructor(
    private readonly intake: IntakeService,
    private readonly recorder: FactRecorder,
    private readonly admission: Admission,
    private readonly turns: Turns,
  ) {}

  /** An event by itself. @throws Problem */
  single(event: unknown, bytes: number, caller: Caller): Promise<Taken> {
    return this.admission.within('single', weightOf(bytes), async () => {
      await this.turns.mine('single');
      return this.recorder.enter(this.intake.read(event, bytes, caller, 'single'));
    });
  }

  /** One of several of a body, of which those about one asset are taken in the order of the calls. Never rejects. */
  async ofBody({ event, bytes, problem }: Item, index: number, { caller, request }: Incoming): Promise<Result> {
    try {
      if (problem !== null) throw problem;
      const taken = await this.admission.within('body', weightOf(bytes), async () => {
        await this.turns.mine('body');
        return this.recorder.enter(this.intake.read(event, bytes, caller, 'body'));
      });
      return takenResult(index, event, taken);
    } catch (error) {
      const result = refusedResult(index, event, error, request.id);
      if (result.status === 'failed')
        this.logger.error(`event ${index} of request ${request.id} failed: ${String(error)}`);
      return result;
    }
  }
}
