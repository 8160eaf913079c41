import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { completed } from './complete.js';

/** The OpenAPI document of everything the application offers. */
export function openApiDocument(app: NestFastifyApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Clearance')
    .setDescription('Event-sourced provenance ledger: what an asset was made from, whether it may go out, and why.')
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'bearer')
    .addBasicAuth({ type: 'http', scheme: 'basic', description: 'For GET only: the token as the password' }, 'basic')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  return completed(document);
}

/**
 * Serves the document at /openapi.json and Swagger UI at /docs, with its scripts from this machine. Both take any token.
 * Call it after `configureHttp` and before `listen`.
 */
export function setupOpenApi(app: NestFastifyApplication, version: string): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('docs', app, () => (document ??= openApiDocument(app, version)), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Clearance API',
  });
}
