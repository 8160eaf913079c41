import { Injectable } from '@nestjs/common';
import type { AssetFact } from '@clearance/domain';
import { mayTouch, prefixesOf } from '../auth/index.js';
import { detailOf, isPlainObject } from '../http/index.js';
import { Clock, Problem, type Caller, type FieldFault } from '../ledger/ports.js';
import { ReadModel } from '../ledger/read-model.js';
import type { Envelope, FactRequest } from './fact-request.js';
import { FactRecorder } from './fact-recorder.js';
import type { Kind } from './kind.js';
import { PendingFact, type Taken } from './pending-fact.js';
import { readEnvelope } from './read-envelope.js';
import { readFacts } from './read-facts.js';

/** Takes one CloudEvent from its parsed form into the log. */
@Injectable()
export class IntakeService {
  /** Productions that are known to have been opened: they stay so, and there are few of them. */
  private readonly opened = new Set<string>();

  constructor(
    private readonly readModel: ReadModel,
    private readonly clock: Clock,
    private readonly recorder: FactRecorder,
  ) {}

  /**
   * Events about one asset are recorded in the order of the calls. @param bytes what the event took on the wire.
   * @throws Problem, in the order of E6: not-found, restricted, invalid-event, then what the log says.
   */
  async take(event: unknown, bytes: number, caller: Caller): Promise<Taken> {
    return this.recorder.enter(this.read(event, bytes, caller, 'single'));
  }

  /** Reads an event and stops there. @throws Problem not-found, restricted, invalid-event */
  read(event: unknown, bytes: number, caller: Caller, kind: Kind): PendingFact {
    if (!isPlainObject(event)) {
      throw invalid([{ pointer: '', message: 'must be a CloudEvent as a JSON object', code: 'object' }]);
    }
    const { envelope, faults } = readEnvelope(event, this.clock.now());
    if (!namesFault(faults, '/production')) this.mustEmitIn(envelope.production, caller);
    if (faults.length === 0) mustBeUnrestricted(envelope, caller);
    const {
      data,
      facts,
      faults: dataFaults,
    } = namesFault(faults, '/type') ? { data: null, facts: [], faults: [] } : readFacts(envelope.event, event['data']);
    const all = [...faults, ...dataFaults];
    if (all.length > 0) throw invalid(all);
    mustReportOnlyAllowed(envelope, facts, caller);
    const request: FactRequest = { envelope, data, facts, bytes };
    return new PendingFact(request, stampVendor(facts, caller), caller, kind);
  }

  /** bodies.md 2: a typo founds no tenant, and an outsider learns nothing. */
  private mustEmitIn(production: string, caller: Caller): void {
    if (!this.isOpened(production) || !caller.rolesIn(production).includes('emitter')) {
      throw new Problem('not-found', `There is no production ${production} into which this token may emit.`);
    }
  }

  private isOpened(production: string): boolean {
    if (this.opened.has(production)) return true;
    if (this.readModel.production(production) === null) return false;
    this.opened.add(production);
    return true;
  }
}

export function invalid(faults: readonly FieldFault[]): Problem {
  return new Problem('invalid-event', detailOf(faults), {}, faults);
}

function mustBeUnrestricted({ subject, source }: Envelope, caller: Caller): void {
  if (!mayTouch(caller, 'subject', subject))
    throw new Problem('restricted', `The token may not write about ${subject}.`);
  if (!mayTouch(caller, 'source', source))
    throw new Problem('restricted', `The token may not speak as the source ${source}.`);
}

/** `reported` may be allowed as such, or by each of the events it stands for. */
function mustReportOnlyAllowed({ event }: Envelope, facts: readonly AssetFact[], caller: Caller): void {
  if (prefixesOf(caller.restrict, 'event') === null || mayTouch(caller, 'event', event)) return;
  const barred = event === 'reported' ? facts.find(({ type }) => !mayTouch(caller, 'event', type))?.type : event;
  if (barred !== undefined) throw new Problem('restricted', `The token may not report ${barred}.`);
}

/** A token issued for a vendor speaks for that vendor and no other. */
function stampVendor(facts: readonly AssetFact[], caller: Caller): readonly AssetFact[] {
  const vendor = caller.restrict?.vendor;
  if (vendor === undefined) return facts;
  return facts.map((fact) => {
    const stated = 'vendor' in fact.data ? fact.data.vendor : undefined;
    if (stated !== undefined && stated !== vendor) {
      throw new Problem('restricted', `The token speaks for the vendor ${vendor}, not for ${stated}.`);
    }
    return fact.type === 'registered' ? { ...fact, data: { ...fact.data, vendor } } : fact;
  });
}

function namesFault(faults: readonly FieldFault[], pointer: string): boolean {
  return faults.some((fault) => 'pointer' in fault && fault.pointer === pointer);
}
