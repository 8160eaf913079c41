export { AccessGuard } from './access.guard.js';
export { AuthModule } from './auth.module.js';
export { Authenticator } from './authenticator.js';
export { callerOf } from './caller.js';
export { Incoming, Received } from './incoming.js';
export { accessOf, authenticateRequests, callerOnRequest, type Access } from './on-request.js';
export { mayTouch, prefixesOf, seesWholeAsset } from './restriction.js';
export { AnyRole, AnyToken, Anonymous, Everywhere, PersonOnly, Roles, Unrestricted } from './rules.js';
export { hashOfSecret, newSecret } from './secret.js';
