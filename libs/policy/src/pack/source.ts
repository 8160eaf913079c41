import { isAlias, isMap, isNode, isScalar, isSeq, Lexer, parseDocument, type Node, type Pair } from 'yaml';
import { pointerTo, type PackFault, type PackFaultCode } from './fault.js';
import { PACK_LIMITS } from './limits.js';

/** A text taken apart: plain values, and the place of every member. */
export interface Source {
  readonly value: unknown;
  readonly faults: readonly PackFault[];
  /** Of a member that is not there: the place of the nearest one around it. */
  readonly placeOf: (pointer: string) => Place;
}
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads YAML 1.2 (of which JSON is a part) as far as it is plain data: one document, texts as keys, no anchors, aliases or
 * tags, so that nothing stands for more than it shows.
 */
export function readSource(text: string): Source {
  const places = new Map<string, Place>([['', START]]);
  const faults: PackFault[] = [];
  const fail = (code: PackFaultCode, message: string, place: Place, pointer = '') => {
    if (faults.length < PACK_LIMITS.errors) faults.push({ ...place, pointer, message, code });
  };
  const source = (value: unknown): Source => ({ value, faults, placeOf: (pointer) => nearest(places, pointer) });
  if (text.length > PACK_LIMITS.length) {
    fail('too-long', `a pack has at most ${PACK_LIMITS.length} characters, this one has ${text.length}`, START);
    return source(null);
  }
  const deep = tooDeepAt(text);
  if (deep !== null) {
    fail('too-deep', `values are nested more than ${PACK_LIMITS.depth} deep`, deep);
    return source(null);
  }
  const document = parseDocument(text, { version: '1.2', schema: 'core', prettyErrors: false });
  const placeAt = placesIn(text);
  for (const { code, message, pos } of document.errors) {
    const isDuplicate = code === 'DUPLICATE_KEY';
    fail(isDuplicate ? 'duplicate-key' : 'syntax', sentence(message), placeAt(pos[0]));
  }
  if (faults.length > 0) return source(null);
  const read = (node: unknown, pointer: string): unknown => {
    if (!isNode(node)) return null;
    const place = placeAt(startOf(node));
    if (!places.has(pointer)) places.set(pointer, place);
    if (isAlias(node) || ('anchor' in node && node.anchor !== undefined)) {
      fail('not-plain', 'anchors and aliases are not allowed: write the value out', place, pointer);
      return null;
    }
    if (node.tag !== undefined) {
      fail('not-plain', `tags are not allowed: ${node.tag}`, place, pointer);
      return null;
    }
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item, index) => read(item, pointerTo(pointer, index)));
    if (isMap(node)) return readMap(node.items, pointer);
    return null;
  };
  const readMap = (pairs: readonly Pair[], pointer: string): Record<string, unknown> => {
    const members: Record<string, unknown> = {};
    for (const { key, value } of pairs) {
      const place = isNode(key) ? placeAt(startOf(key)) : nearest(places, pointer);
      const plain = isScalar(key) && key.anchor === undefined && key.tag === undefined;
      if (!plain || typeof key.value !== 'string' || key.value === '__proto__') {
        fail('not-plain', 'names of members are plain texts', place, pointer);
        continue;
      }
      const name = key.value;
      places.set(pointerTo(pointer, name), place);
      members[name] = read(value, pointerTo(pointer, name));
    }
    return members;
  };
  return source(read(document.contents, ''));
}

const START: Place = { line: 1, column: 1 };

/** The parser counts lines too, but not those inside of what it could not read. */
function placesIn(text: string): (offset: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const within = Math.max(0, Math.min(offset, text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= within) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: within - starts[low]! + 1 };
  };
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function nearest(places: ReadonlyMap<string, Place>, pointer: string): Place {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const place = places.get(at);
    if (place !== undefined) return place;
    if (at === '') return START;
  }
}

/**
 * Where the text is nested too deep: by brackets, or by indicators in a line. The parser would find out too, but only after
 * seconds. Indentation needs more text with every level than a pack may have.
 */
function tooDeepAt(text: string): Place | null {
  let depth = 0;
  let inLine = 0;
  let line = 1;
  let column = 1;
  let isContent = false;
  for (const token of new Lexer().lex(text)) {
    if (CONTROL.has(token)) {
      isContent = token === SCALAR;
      continue;
    }
    if (!isContent) {
      if (token === '[' || token === '{') depth += 1;
      else if (token === ']' || token === '}') depth -= 1;
      else if (depth === 0 && (token === '-' || token === '?' || token === ':')) inLine += 1;
      if (depth + inLine > PACK_LIMITS.depth) return { line, column };
    }
    isContent = false;
    for (let at = token.indexOf('\n'); at >= 0; at = token.indexOf('\n', at + 1)) {
      line += 1;
      column = 1 - (at + 1);
      inLine = 0;
    }
    column += token.length;
  }
  return null;
}
const SCALAR = '\u001f';
const CONTROL: ReadonlySet<string> = new Set(['\u0002', '\u0018', SCALAR, '\ufeff']);

/** The parser's own words, without the place that stands beside them. */
function sentence(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
