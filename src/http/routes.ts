import type { FastifyInstance } from 'fastify';

/** Segments of a route as registered, e.g. `v1`, `:production`; `*` matches the rest. */
interface Route {
  readonly method: string;
  readonly segments: readonly string[];
}

const tables = new WeakMap<object, Route[]>();

/** Keeps a list of the routes registered from here on, so that a wrong method can be told from a wrong path. */
export function rememberRoutes(instance: FastifyInstance): void {
  const routes: Route[] = [];
  tables.set(instance.server, routes);
  instance.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, segments: url.split('/').slice(1) });
  });
}

/** Methods under which something is offered at the path of `url`, sorted. */
export function allowedMethods(instance: FastifyInstance, url: string): string[] {
  const path = url.split('?', 1)[0] ?? '';
  const segments = path.split('/').slice(1);
  const routes = tables.get(instance.server) ?? [];
  return [...new Set(routes.filter((route) => matches(route.segments, segments)).map(({ method }) => method))].sort();
}

function matches(route: readonly string[], path: readonly string[]): boolean {
  for (const [index, segment] of route.entries()) {
    if (segment === '*') return true;
    const given = path[index];
    if (given === undefined) return false;
    if (segment.startsWith(':') ? given === '' : segment !== given) return false;
  }
  return route.length === path.length;
}
