export { openApiDocument, setupOpenApi } from './openapi.js';
