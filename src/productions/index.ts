export { ProductionsModule } from './productions.module.js';
export { ProductionsService } from './productions.service.js';
