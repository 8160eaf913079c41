export { RegistersModule } from './registers.module.js';
export { EvidenceList, ExpectedRevisionDto, RegistryId } from './dto.js';
