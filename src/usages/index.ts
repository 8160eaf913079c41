export { UsagesModule } from './usages.module.js';
