export { Admission, ADMISSION_RULES, RULES, type AdmissionRules } from './admission.js';
