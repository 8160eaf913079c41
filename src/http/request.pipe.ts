import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { ClassConstructor } from 'class-transformer';
import { Problem, type FieldFault } from '../ledger/ports.js';
import { RawBody } from './body/index.js';
import { bodyFaults, detailOf, isPlainObject, queryFaults, readInto } from './fields/index.js';

/** Query parameters of every route, handled before the handler sees the rest. */
export const COMMON_PARAMETERS: readonly string[] = ['minPosition'];
const UNKNOWN_PARAMETER = 'is not a parameter of this request';

/**
 * A query class with parameters whose names are not all known (`label.<name>`) says so in a static `open`: those that
 * begin with `prefix` are gathered by the rest of their names in the member `into`.
 */
export interface OpenQuery {
  readonly open?: { readonly prefix: string; readonly into: string };
}

/** Reads and validates what a handler asks for: its body and its query, as DTOs. */
@Injectable()
export class RequestPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'body') return metatype === RawBody ? required(value) : this.body(value, metatype);
    if (type === 'query' && isDto(metatype)) return this.query(value, metatype);
    return value;
  }

  private async body(value: unknown, metatype: ArgumentMetadata['metatype']): Promise<unknown> {
    const document = await required(value).json();
    return isDto(metatype) ? readBody(metatype, document) : document;
  }

  private query(value: unknown, type: ClassConstructor<object>): object {
    const { given, faults } = gather(value as Record<string, unknown>, (type as OpenQuery).open);
    const { value: query, errors } = readInto(type, given);
    faults.push(...queryFaults(errors).map(unknownParameter));
    if (faults.length > 0) throw new Problem('invalid-request', `Query parameter ${detailOf(faults)}`, {}, faults);
    return query;
  }
}

/** A parsed document as a DTO. @throws Problem with the pointer of every fault */
export function readBody<T extends object>(
  type: ClassConstructor<T>,
  document: unknown,
  slug: 'invalid-request' | 'invalid-event' = 'invalid-request',
): T {
  if (!isPlainObject(document)) {
    throw new Problem(slug, 'The body must be a JSON object.', {}, [
      { pointer: '', message: 'must be an object', code: 'object' },
    ]);
  }
  const { value, errors } = readInto(type, document);
  if (errors.length === 0) return value;
  const faults = bodyFaults(errors);
  throw new Problem(slug, detailOf(faults), {}, faults);
}

function gather(
  query: Record<string, unknown>,
  open: OpenQuery['open'],
): { given: Record<string, unknown>; faults: FieldFault[] } {
  const given: Record<string, unknown> = {};
  const gathered: Record<string, unknown> = {};
  const faults: FieldFault[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (COMMON_PARAMETERS.includes(name)) continue;
    // Set on an object, such a name would reach its prototype or hide behind it, and not be looked at.
    const last = open !== undefined && name.startsWith(open.prefix) ? name.slice(open.prefix.length) : name;
    if (last in Object.prototype) {
      faults.push({ parameter: name, in: 'query', message: UNKNOWN_PARAMETER, code: 'unknown-parameter' });
      continue;
    }
    if (Array.isArray(value))
      faults.push({ parameter: name, in: 'query', message: 'is given more than once', code: 'repeated' });
    else if (open !== undefined && name.startsWith(open.prefix)) gathered[name.slice(open.prefix.length)] = value;
    else given[name] = value;
  }
  if (open !== undefined && Object.keys(gathered).length > 0) given[open.into] = gathered;
  return { given, faults };
}

function unknownParameter(fault: FieldFault): FieldFault {
  return fault.code === 'unknown-member' ? { ...fault, message: UNKNOWN_PARAMETER, code: 'unknown-parameter' } : fault;
}

function required(value: unknown): RawBody {
  if (value instanceof RawBody) return value;
  throw new Problem('malformed-body', 'A JSON body is required.');
}

/** Whether a parameter's type is a class of ours, as opposed to `unknown`, an interface or a primitive. */
function isDto(type: ArgumentMetadata['metatype']): type is ClassConstructor<object> {
  return type !== undefined && !([Object, String, Number, Boolean, Array] as unknown[]).includes(type);
}
