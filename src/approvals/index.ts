export { ApprovalsModule } from './approvals.module.js';
export { GrantedByDto, ScopeDto } from './dto.js';
