import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Authenticator, authenticateRequests } from '../auth/index.js';

/**
 * Puts the ledger's HTTP conventions on an application made with `createHttpAdapter()` whose root module imports
 * HttpModule and AuthModule. Call it before `init` or `listen`: hooks do not reach routes that are there already.
 */
export function configureHttp(app: NestFastifyApplication): void {
  authenticateRequests(app.getHttpAdapter().getInstance(), app.get(Authenticator, { strict: false }));
}
