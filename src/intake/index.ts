export { Admission, tellOfOthers } from './admission/index.js';
export { FactRecorder } from './fact-recorder.js';
export { IntakeModule } from './intake.module.js';
export { IntakeService } from './intake.service.js';
export type { Taken } from './pending-fact.js';
export { FACT_DTOS, REPORTED_MEMBERS, ReportedDto } from './dto/reported.dto.js';
