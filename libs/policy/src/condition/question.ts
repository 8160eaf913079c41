import type { Frame } from '../facts/value.js';
import type { Guard } from './guard.js';

/** false, true, or what has to be asked of the use. */
export type Answer = boolean | Guard;
export type Question = (frame: Frame) => Answer;
