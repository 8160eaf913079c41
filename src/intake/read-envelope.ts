import { assetIdFault, FACT_TYPES, PRODUCTION_ID, type FactType } from '@clearance/domain';
import { isCleanText, parseTime } from '../http/fields/index.js';
import { pointerTo } from '../http/json/index.js';
import type { FieldFault } from '../ledger/ports.js';
import type { Envelope, EventName } from './fact-request.js';

const STRING_LIMIT = 8 * 1024;
const MAX_EXTENSIONS = 16;
const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;
const TYPE = /^clearance\.asset\.([a-z-]+)\.v1$/;
/** CloudEvents 1.0: names are lower-case letters and digits. */
const ATTRIBUTE_NAME = /^[a-z0-9]{1,64}$/;
/** CNCF Auth Context. */
const AUTHTYPES = ['app_user', 'user', 'service_account', 'api_key', 'system', 'unauthenticated', 'unknown'];
const JSON_CONTENT = /^application\/(?:json|[\w.-]+\+json)(?:\s*;.*)?$/i;

const OWN = new Set([
  'specversion',
  'type',
  'source',
  'id',
  'subject',
  'time',
  'datacontenttype',
  'data',
  'production',
  'authtype',
  'authid',
  'correlationid',
  'causationid',
]);

/** Event names that may be reported. */
export const EVENT_NAMES: readonly EventName[] = [...FACT_TYPES, 'reported'];

export interface ReadEnvelope {
  readonly envelope: Envelope;
  readonly faults: readonly FieldFault[];
}

/**
 * Reads the attributes of a CloudEvent. The envelope is to be used only where there are no faults; `now` is the ledger's
 * clock (RFC 3339).
 */
export function readEnvelope(event: Readonly<Record<string, unknown>>, now: string): ReadEnvelope {
  return new EnvelopeReader(event, now).read();
}

class EnvelopeReader {
  private readonly faults: FieldFault[] = [];

  constructor(
    private readonly event: Readonly<Record<string, unknown>>,
    private readonly now: string,
  ) {}

  read(): ReadEnvelope {
    if (this.text('specversion') !== '1.0' && this.text('specversion') !== null)
      this.fault('specversion', 'must be "1.0"', 'specversion');
    this.required('specversion');
    this.contentType();
    const type = this.required('type');
    const envelope: Envelope = {
      event: this.eventName(type),
      type,
      production: this.matching('production', (text) =>
        PRODUCTION_ID.test(text) ? null : 'must be 1 to 63 characters of a-z 0-9 _, not beginning with _',
      ),
      subject: this.matching('subject', assetIdFault),
      source: this.required('source'),
      id: this.required('id'),
      time: this.time(),
      authtype: this.authtype(),
      authid: this.text('authid'),
      correlationId: this.text('correlationid'),
      causationId: this.text('causationid'),
      extensions: this.extensions(),
    };
    return { envelope, faults: this.faults };
  }

  private contentType(): void {
    const contentType = this.text('datacontenttype');
    if (contentType !== null && !JSON_CONTENT.test(contentType))
      this.fault('datacontenttype', 'must be application/json', 'datacontenttype');
    if ('data_base64' in this.event) this.fault('data_base64', 'is not read: give the data as JSON', 'unknown-member');
  }

  private eventName(type: string): EventName {
    const name = TYPE.exec(type)?.[1] as EventName | undefined;
    if (name !== undefined && EVENT_NAMES.includes(name)) return name;
    if (type !== '')
      this.fault('type', `must be clearance.asset.<event>.v1 with one of ${EVENT_NAMES.join(', ')}`, 'type');
    return 'reported';
  }

  private matching(name: string, faultOf: (text: string) => string | null): string {
    const text = this.required(name);
    const message = text === '' ? null : faultOf(text);
    if (message !== null) this.fault(name, message, 'form');
    return text;
  }

  private time(): string | null {
    const stated = this.text('time');
    if (stated === null) return null;
    const time = parseTime(stated);
    if (time === null) this.fault('time', 'must be an RFC 3339 time with offset', 'timestamp');
    else if (Date.parse(time) > Date.parse(this.now) + MAX_AHEAD_MS)
      this.fault('time', 'is more than 24 hours ahead', 'future');
    return time;
  }

  private authtype(): string | null {
    const authtype = this.text('authtype');
    if (authtype !== null && !AUTHTYPES.includes(authtype))
      this.fault('authtype', `must be one of ${AUTHTYPES.join(', ')}`, 'one-of');
    return authtype;
  }

  private extensions(): Record<string, string> {
    const extensions: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.event)) {
      if (OWN.has(name) || name === 'data_base64' || value === null) continue;
      if (!ATTRIBUTE_NAME.test(name)) this.fault(name, 'is no attribute name: a-z and 0-9 only', 'attribute-name');
      else if (!isScalar(value)) this.fault(name, 'must be a text, a number or a boolean', 'attribute');
      else extensions[name] = String(value);
    }
    const count = Object.keys(extensions).length;
    if (count > MAX_EXTENSIONS)
      this.fault(
        Object.keys(extensions)[MAX_EXTENSIONS] ?? '',
        `is one extension too many: ${count}, at most ${MAX_EXTENSIONS}`,
        'extensions',
      );
    return extensions;
  }

  private required(name: string): string {
    const text = this.text(name);
    const said = this.faults.some((fault) => 'pointer' in fault && fault.pointer === pointerTo([name]));
    if (text === null && !said) this.fault(name, 'is required', 'required');
    return text ?? '';
  }

  /** A text attribute; null where it is absent (or null, which CloudEvents reads as absent) or wrong. */
  private text(name: string): string | null {
    const value = this.event[name];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string' || value === '' || value.length > STRING_LIMIT) {
      this.fault(name, 'must be a text of at least one character', 'text');
      return null;
    }
    if (isCleanText(value) && value.trim() === value) return value;
    this.fault(name, 'must hold no control or text-direction characters and no spaces at its ends', 'clean-text');
    return null;
  }

  private fault(name: string, message: string, code: string): void {
    this.faults.push({ pointer: pointerTo([name]), message, code });
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Whether a name is that of a single fact. */
export const isFactType = (name: EventName): name is FactType => name !== 'reported';
