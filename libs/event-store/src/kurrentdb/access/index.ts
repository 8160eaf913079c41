export { probeAccess, type ProbeOptions } from './probe.js';
export { type AccessReport, type AccessRow, type Right, type WeakeningRight } from './rights.js';
export { setUpAccess, type SetupPlan, type SetupStep } from './setup.js';
export { AccessRefused } from './users.js';
