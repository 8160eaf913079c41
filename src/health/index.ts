export type { Readiness, Reason } from './health.service.js';
export { HealthModule } from './health.module.js';
