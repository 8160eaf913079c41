import type { FastifyInstance } from 'fastify';

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  // An answer depends on the token, and may be kept only to ask whether it still holds.
  'cache-control': 'private, no-cache',
  vary: 'Authorization, Accept',
} as const;

const CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'";
/** The documentation page brings its scripts along, and sets styles and icons inline. */
const DOCS_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'";

export function sendSecurityHeaders(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.headers(ALWAYS);
    void reply.header('content-security-policy', request.url.startsWith('/docs') ? DOCS_POLICY : CLOSED_POLICY);
    done();
  });
}
