import { resolved, type OpenApi, type Operation, type Schema } from './openapi.js';
import type { Random } from './random.js';

/** One request as it is sent: `path` with its query, `body` as bytes. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

export interface Known {
  readonly production: string;
  /** Ids that are there, so that not every request ends at "not found". */
  readonly ids: Readonly<Record<string, string>>;
}

const MAX_DEPTH = 5;

/** Values that somebody, somewhere, took for granted not to come. */
const NASTY: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  '',
  ' ',
  '\u0000',
  '\u202Egpj.exe',
  '\uFEFF',
  '\uD800',
  '..',
  '../../etc/passwd',
  '%00',
  "' OR 1=1 --",
  '{{7*7}}',
  '__proto__',
  'constructor',
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:60+99:99',
  'x'.repeat(9_000),
  [],
  [[]],
  {},
  { __proto__: null, constructor: { prototype: { admin: true } } },
];

/** A request for an operation: sometimes as documented, mostly wrong in one or several places. */
export function requestFor(document: OpenApi, operation: Operation, known: Known, random: Random): FuzzRequest {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_whole, name: string) => pathValue(name, known, random));
  const query = queryOf(document, operation, random);
  const headers: Record<string, string> = {};
  if (random.chance(0.1))
    headers['Idempotency-Key'] = random.pick(['a', '"b c"', '\u00ff', 'k'.repeat(129), String(random.next())]);
  if (random.chance(0.1))
    headers['Prefer'] = random.pick(['wait=0', 'wait=-1', 'wait=1e9', 'respond-async', ';;;', 'wait=0, wait=1']);
  if (random.chance(0.1)) headers['Accept'] = random.pick(['text/vnd.mermaid', 'nonsense', '*/*;q=2', 'image/png']);
  if (random.chance(0.1)) headers['If-None-Match'] = random.pick(['*', '""', 'x', '"a","b"']);
  const types = Object.keys(operation.bodies);
  if (operation.method === 'GET' || (types.length === 0 && random.chance(0.5)))
    return { method: operation.method, path: path + query, headers, body: null };
  const type = types.length > 0 ? random.pick(types) : 'application/json';
  const { contentType, body } = bodyOf(document, operation, { type, random });
  return { method: operation.method, path: path + query, headers: { ...headers, 'Content-Type': contentType }, body };
}

function pathValue(name: string, known: Known, random: Random): string {
  if (name === 'production') return random.chance(0.95) ? known.production : encodeURIComponent(word(random));
  const id = known.ids[name];
  return id !== undefined && random.chance(0.7) ? encodeURIComponent(id) : encodeURIComponent(word(random));
}

function queryOf(document: OpenApi, { parameters }: Operation, random: Random): string {
  const parts = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.name !== 'wait')
    .filter(() => random.chance(0.2))
    .map(({ name, schema }) => {
      // A position far ahead is waited for, which is right and takes its time.
      if (name === 'minPosition') return `${name}=${random.pick(['0', '1', 'x', '-1', '%00', '1.5'])}`;
      const value = random.chance(0.5) ? valueOf(document, schema ?? {}, random, 0) : random.pick(NASTY);
      const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
      return `${encodeURIComponent(name)}=${encodeURIComponent(text.slice(0, 500).toWellFormed())}`;
    });
  if (random.chance(0.05)) parts.push(random.pick(['x=1', '%FF=1', '=', '&&', '__proto__=1', 'limit=1&limit=2']));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function bodyOf(
  document: OpenApi,
  operation: Operation,
  { type, random }: { readonly type: string; readonly random: Random },
): { contentType: string; body: Buffer } {
  if (type === 'multipart/form-data')
    return { contentType: 'multipart/form-data; boundary=fuzz', body: multipart(random) };
  const schema = operation.bodies[type] ?? {};
  let value = valueOf(document, schema, random, 0);
  for (let times = random.below(3); times > 0; times -= 1) value = spoilt(value, random);
  const contentType =
    operation.path === '/v1/events'
      ? random.pick(['application/cloudevents+json', 'application/cloudevents-batch+json', 'application/x-ndjson'])
      : type;
  const text = contentType.includes('batch') ? JSON.stringify([value, value]) : JSON.stringify(value);
  const typed = random.chance(0.05)
    ? random.pick(['text/plain', 'application/xml', '', 'application/json;charset=latin1'])
    : contentType;
  return { contentType: typed, body: spoiltBytes(Buffer.from(text ?? 'null'), random) };
}

function multipart(random: Random): Buffer {
  const line = `${'a'.repeat(64)}  a.exr\n`;
  const parts = Array.from({ length: random.below(4) }, () => {
    const name = random.pick(['manifest', 'manifest', 'options', 'files', '__proto__', '']);
    const filename = random.chance(0.7)
      ? `; filename="${random.pick(['a.sha256', 'a.mhl', 'items.json', '../a', '\u00ff'])}"`
      : '';
    const content = random.pick([
      line,
      '{"formats":{}}',
      '{"items":[]}',
      '<hashlist version="2.0"><hashes/></hashlist>',
      '\u0000',
      '{',
    ]);
    return `--fuzz\r\nContent-Disposition: form-data; name="${name}"${filename}\r\n\r\n${content}\r\n`;
  });
  return spoiltBytes(Buffer.from(`${parts.join('')}--fuzz--\r\n`, 'latin1'), random);
}

/** Overwrites, cuts and repeats a few bytes, now and then. */
function spoiltBytes(bytes: Buffer, random: Random): Buffer {
  if (bytes.length === 0 || random.chance(0.75)) return bytes;
  const at = random.below(bytes.length);
  switch (random.below(4)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(random.below(bytes.length))]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([random.below(256)]), bytes.subarray(at + 1)]);
    default:
      return Buffer.concat([bytes, bytes]);
  }
}

/** The value with one of its members replaced, left out or added. */
function spoilt(value: unknown, random: Random): unknown {
  if (value === null || typeof value !== 'object') return random.pick(NASTY);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2)) return [...(value as unknown[]), random.pick(NASTY)];
    const at = random.below(value.length);
    return value.map((item: unknown, index) => (index === at ? spoilt(item, random) : item));
  }
  const names = Object.keys(value);
  const members = value as Record<string, unknown>;
  if (names.length === 0 || random.chance(0.1))
    return { ...members, [random.pick(['surprise', 'toString', ''])]: random.pick(NASTY) };
  const name = random.pick(names);
  if (random.chance(0.2)) return Object.fromEntries(Object.entries(members).filter(([other]) => other !== name));
  return { ...members, [name]: random.chance(0.5) ? random.pick(NASTY) : spoilt(members[name], random) };
}

/** A value that a schema describes, as far as it says. */
function valueOf(document: OpenApi, given: Schema, random: Random, depth: number): unknown {
  const schema = resolved(document, given);
  const choices = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (choices !== undefined && choices.length > 0) return valueOf(document, random.pick(choices), random, depth);
  if (schema.enum !== undefined && schema.enum.length > 0) return random.pick(schema.enum);
  if (schema.example !== undefined && random.chance(0.7)) return schema.example;
  const type = Array.isArray(schema.type) ? random.pick(schema.type as readonly string[]) : schema.type;
  switch (type) {
    case 'object':
      return objectOf(document, schema, random, depth);
    case 'array':
      return depth > MAX_DEPTH
        ? []
        : Array.from({ length: random.below(3) }, () => valueOf(document, schema.items ?? {}, random, depth + 1));
    case 'integer':
    case 'number':
      return random.pick([schema.minimum ?? 0, schema.maximum ?? 10, 1]);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case undefined:
      return schema.properties === undefined ? random.pick(NASTY) : objectOf(document, schema, random, depth);
    default:
      return schema.format === 'date-time' ? '2026-03-01T12:00:00Z' : word(random);
  }
}

function objectOf(document: OpenApi, schema: Schema, random: Random, depth: number): Record<string, unknown> {
  const members = Object.entries(schema.properties ?? {}).filter(
    ([name]) => schema.required?.includes(name) === true || (depth <= MAX_DEPTH && random.chance(0.3)),
  );
  return Object.fromEntries(members.map(([name, member]) => [name, valueOf(document, member, random, depth + 1)]));
}

function word(random: Random): string {
  const nasty = random.pick(NASTY);
  return random.chance(0.3) && typeof nasty === 'string'
    ? nasty.toWellFormed()
    : random.pick([
        'a',
        'plate_1',
        'ep1',
        'nightfall',
        'a'.repeat(64),
        '~YQ',
        'sha256:00',
        '*',
        '2026-03-01T12:00:00Z',
      ]);
}
