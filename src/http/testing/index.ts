export { FixedClock, TestLedger } from './test-ledger.js';
export { TestReadModel, TestWatermarks } from './test-read-model.js';
export { grantToken, openProductions, type TokenWish } from './tokens.js';
