import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS } from '../http/problem/catalogue.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const METHODS = ['get', 'post', 'put', 'delete', 'patch'] as const;

/** Adds to every operation what holds for all of them: access, problems, minPosition, Idempotency-Key. */
export function completed(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation !== undefined) complete(operation, path, method);
    }
  }
  const schemas = { ...document.components?.schemas, Problem: PROBLEM };
  return { ...document, components: { ...document.components, schemas } };
}

function complete(operation: Operation, path: string, method: string): void {
  operation.responses['default'] ??= {
    description: 'A problem (RFC 9457)',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  if (path.startsWith('/health/')) return;
  operation.security = method === 'get' ? [{ bearer: [] }, { basic: [] }] : [{ bearer: [] }];
  if (!path.startsWith('/v1/')) return;
  operation.parameters ??= [];
  operation.parameters.push({
    name: 'minPosition',
    in: 'query',
    required: false,
    description:
      'Wait until the answer holds everything up to this position (Prefer: wait=seconds; 10 unless told otherwise, at most 60)',
    schema: { type: 'string', pattern: '^\\d+$' },
  });
  if (method === 'get' || path === '/v1/events') return;
  operation.parameters.push({
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Makes the request safe to repeat: what was recorded under a key is answered again',
    schema: { type: 'string', minLength: 1, maxLength: 128 },
  });
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  additionalProperties: true,
  properties: {
    type: { type: 'string', enum: Object.keys(PROBLEMS).map((slug) => `urn:clearance:problem:${slug}`) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', format: 'uri', description: 'urn:uuid of the request (X-Request-Id)' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body' },
          parameter: { type: 'string' },
          in: { type: 'string', enum: ['query', 'header', 'path'] },
          message: { type: 'string' },
          code: { type: 'string' },
          line: { type: 'integer', description: 'In a policy pack, from 1' },
          column: { type: 'integer' },
        },
      },
    },
  },
};
