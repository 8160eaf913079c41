/** Injection token of the event store (an interface of @clearance/event-store, so no class stands for it). */
export const EVENT_STORE = Symbol('EventStore');
