import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { assetIdFault } from '@clearance/domain';
import { Problem } from '../ledger/ports.js';

/**
 * The asset id that a decoded path segment names: the id itself (its slashes came as %2F), or `~` and the base64url of
 * the id for proxies that would decode %2F.
 */
export function assetIdOfSegment(segment: string): string {
  return segment.startsWith('~') ? Buffer.from(segment.slice(1), 'base64url').toString('utf8') : segment;
}

@Injectable()
export class AssetIdPipe implements PipeTransform<string, string> {
  transform(segment: string): string {
    const id = assetIdOfSegment(segment);
    const message = assetIdFault(id);
    if (message === null) return id;
    throw new Problem('invalid-request', `The asset id ${message}.`, {}, [
      { parameter: 'id', in: 'path', message, code: 'asset-id' },
    ]);
  }
}

/** The asset id of a route `…/assets/:id…`. */
export const AssetId = (): ParameterDecorator => Param('id', AssetIdPipe);
