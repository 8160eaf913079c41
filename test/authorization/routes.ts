/// <reference types="vite/client" />
import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';

/** `METHOD /path/{parameter}` as OpenAPI has it. */
export type Route = string;

/**
 * Every route that the sources declare, read from the decorators of all controllers: what is hidden from the API's
 * description is a route all the same.
 */
export async function declaredRoutes(): Promise<Route[]> {
  const files = import.meta.glob<Record<string, unknown>>('../../src/**/*.controller.ts');
  const modules = await Promise.all(Object.values(files).map((load) => load()));
  return modules.flatMap((module) => Object.values(module)).flatMap((exported) => routesOf(exported));
}

function routesOf(exported: unknown): Route[] {
  if (typeof exported !== 'function') return [];
  const base: unknown = Reflect.getMetadata('path', exported);
  if (base === undefined) return [];
  const prototype = exported.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function') return [];
    const method: unknown = Reflect.getMetadata('method', handler);
    if (typeof method !== 'number') return [];
    const verb = RequestMethod[method] ?? String(method);
    return paths(base).flatMap((above) =>
      paths(Reflect.getMetadata('path', handler)).map((below) => `${verb} ${joined(above, below)}`),
    );
  });
}

const paths = (value: unknown): string[] => [value].flat().map(String);

function joined(...parts: string[]): string {
  const segments = parts.flatMap((part) => part.split('/')).filter((segment) => segment !== '');
  return `/${segments.map((segment) => (segment.startsWith(':') ? `{${segment.slice(1)}}` : segment)).join('/')}`;
}

/** Every operation of an OpenAPI document. */
export function documentedRoutes(document: { paths: Record<string, object> }): Route[] {
  const verbs = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((verb) => verbs.includes(verb))
      .map((verb) => `${verb.toUpperCase()} ${path}`),
  );
}
