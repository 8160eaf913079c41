export { configureOpenApi, openApiDocument } from './openapi.js';
