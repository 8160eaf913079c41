import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Admission } from './admission.js';

/** Facts come in here; who waits for single ones says so himself. */
const INTAKE = '/v1/events';
/** Streams without an end: a moment is nothing to those who follow them. */
const ENDLESS = ['/v1/live'];

/** Tells admission of everybody who asks for something else. Call it before the routes are there: hooks do not reach those that are. */
export function tellOfOthers(instance: FastifyInstance, admission: Admission): void {
  instance.addHook('onRequest', (request: FastifyRequest, _reply, done: () => void) => {
    const route = request.routeOptions.url ?? '';
    if (!(route === INTAKE && request.method === 'POST') && !ENDLESS.includes(route)) admission.somebodyAsks();
    done();
  });
}
