import { Problem } from '../ledger/ports.js';

export function unknownAsset(asset: string, production: string): Problem {
  return new Problem('not-found', `No fact names the asset ${asset} in ${production}.`);
}

export function unknownCheck(check: string, delivery: string): Problem {
  return new Problem('not-found', `There is no check ${check} of ${delivery}.`);
}

/** Of the parameter `use`, which names a delivery. */
export function unknownUse(): Problem {
  const message = 'names no delivery of this production';
  return new Problem('invalid-request', `use ${message}.`, {}, [
    { parameter: 'use', in: 'query', message, code: 'unknown-delivery' },
  ]);
}
