import { Clock } from './ports.js';

export class SystemClock extends Clock {
  now(): string {
    return new Date().toISOString();
  }
}
