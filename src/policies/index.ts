export { CatalogueModule } from './catalogue.module.js';
export { PackCatalogue } from './pack-catalogue.js';
export { PoliciesModule } from './policies.module.js';
