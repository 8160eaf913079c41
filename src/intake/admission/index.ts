export { tellOfOthers } from './others.js';
export { weightOf } from './limit.js';
export { Admission, ADMISSION_RULES, RULES, type AdmissionRules } from './admission.js';
