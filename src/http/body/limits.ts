import { RouteConfig } from '@nestjs/platform-fastify';

/** Member of a route's config that holds its body limit. */
export const BODY_LIMIT = 'clearanceBodyLimit';

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;

/** What a route without a limit of its own takes; a command is small. */
export const DEFAULT_BODY_LIMIT = MIB;

/** Largest body of this route, in bytes after decoding. */
export const BodyLimit = (bytes: number): MethodDecorator => RouteConfig({ [BODY_LIMIT]: bytes });
