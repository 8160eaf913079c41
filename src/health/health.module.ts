import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

/** Needs EVENT_STORE and Watermarks from a global module. */
@Module({ controllers: [HealthController], providers: [HealthService] })
export class HealthModule {}
