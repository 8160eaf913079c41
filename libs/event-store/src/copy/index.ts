export { copyLog, type CopyProgress, type CopyResult, type LogCopy } from './copy-log.js';
