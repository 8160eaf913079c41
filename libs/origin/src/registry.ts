import { generatorTextDetector } from './detectors/generator-text.js';
import { digitalSourceTypeDetector } from './detectors/digital-source-type.js';
import type { OriginDetector } from './types.js';

/** Every detector, in the order of its signals. A new one is one file under detectors/ and one line here. */
export const DETECTORS: readonly OriginDetector[] = [generatorTextDetector, digitalSourceTypeDetector];
