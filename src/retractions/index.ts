export { RetractionsModule } from './retractions.module.js';
