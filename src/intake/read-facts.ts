import type { ClassConstructor } from 'class-transformer';
import { FACT_TYPES, type AssetFact, type FactType } from '@clearance/domain';
import { bodyFaults, isPlainObject, plainOf, readInto, readQuickly } from '../http/fields/index.js';
import type { FieldFault } from '../ledger/ports.js';
import { FACT_DTOS, REPORTED_MEMBERS, ReportedDto } from './dto/reported.dto.js';
import type { EventName } from './fact-request.js';
import { isFactType } from './read-envelope.js';

export interface ReadFacts {
  /** In the ledger's spelling. */
  readonly data: unknown;
  readonly facts: readonly AssetFact[];
  readonly faults: readonly FieldFault[];
}

/** Reads the `data` of an event as the facts it brings. They are to be used only where there are no faults. */
export function readFacts(event: EventName, data: unknown): ReadFacts {
  if (!isPlainObject(data)) {
    return {
      data,
      facts: [],
      faults: [{ pointer: '/data', message: 'must be an object', code: data === undefined ? 'required' : 'object' }],
    };
  }
  const type: ClassConstructor<object> = isFactType(event) ? FACT_DTOS[event] : ReportedDto;
  const plain = readQuickly(type, data);
  if (plain === null) return readWithFaults(event, type, data);
  return factsIn(event, plain);
}

/** Where the data of a fact stands in the event that brought it. */
export function pointerToFact(event: EventName, type: FactType): string {
  return event === 'reported' ? `/data/${REPORTED_MEMBERS[type]}` : '/data';
}

/** The same by class-validator, which says what is wrong. */
function readWithFaults(event: EventName, type: ClassConstructor<object>, data: object): ReadFacts {
  const { value, errors } = readInto(type, data);
  const plain = plainOf(value) as Record<string, unknown>;
  return errors.length > 0 ? { data: plain, facts: [], faults: bodyFaults(errors, '/data') } : factsIn(event, plain);
}

function factsIn(event: EventName, plain: Record<string, unknown>): ReadFacts {
  if (isFactType(event))
    return { data: plain, facts: [{ type: event, data: plain } as unknown as AssetFact], faults: [] };
  const facts = FACT_TYPES.flatMap((type) => {
    const part = plain[REPORTED_MEMBERS[type]];
    return part === undefined ? [] : [{ type, data: part } as AssetFact];
  });
  return facts.length > 0
    ? { data: plain, facts, faults: [] }
    : {
        data: plain,
        facts,
        faults: [{ pointer: '/data', message: 'must report at least one fact', code: 'required' }],
      };
}
