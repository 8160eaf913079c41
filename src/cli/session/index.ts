export { Context } from './context.js';
export { MAX_INPUT_BYTES, processIo, type Io } from './io.js';
export { Session, type Operand } from './session.js';
export { addGlobalOptions, type Settings } from './settings.js';
export * from './values.js';
