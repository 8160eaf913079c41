import { Module, type DynamicModule } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { AuthModule } from '../auth/index.js';
import { IntakeModule } from '../intake/index.js';
import { LiveModule } from '../live/live.module.js';
import { MetricsController } from './metrics.controller.js';
import { COMMITS, MetricsService } from './metrics.service.js';

/** Needs ReadModel and Watermarks from a global module. */
@Module({})
export class MetricsModule {
  /** @param commits emits once for every commit to the log */
  static over(commits: Observable<unknown>): DynamicModule {
    return {
      module: MetricsModule,
      imports: [AuthModule, IntakeModule, LiveModule],
      controllers: [MetricsController],
      providers: [{ provide: COMMITS, useValue: commits }, MetricsService],
    };
  }
}
