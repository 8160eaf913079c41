export { eventStoreContract } from './contract.js';
export { eventOf, eventsOf, idOf, numbersOf, range, take, takeEvents } from './events.js';
export type { ContractOptions, FaultControl, StoreUnderTest } from './subject.js';
