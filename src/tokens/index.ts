export { FirstAdmin } from './first-admin.js';
export { TokensModule } from './tokens.module.js';
export { TokensService } from './tokens.service.js';
