export * from './decide/index.js';
export * from './events.js';
export * from './fold.js';
export { digestsOf, isRegistered, membersOf, membersRoot, type MemberList } from './members.js';
export { boundedPath, MAX_PATH, type LineagePath } from './path.js';
export * from './profile.js';
export * from './state.js';
export { boundedVerdict, interruptedVerdict, MAX_CAUSES, type VerdictBasis } from './verdict.js';
