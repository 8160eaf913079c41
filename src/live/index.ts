export { eventData, eventName } from './event-data.js';
export { LiveService } from './live.service.js';
export { LiveModule } from './live.module.js';
export { StateChanges, type StateChange, type StateOf } from './state-changes.js';
