import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { FindingsLog } from '../findings-log.js';
import type { ManifestLimits } from '../limits.js';
import { decodeXml } from './decode.js';

/** One element: local names (prefixes taken off), exact text, no value ever turned into a number. */
export class XmlElement {
  readonly #node: OrderedNode;
  readonly #lineAt: (offset: number) => number;
  readonly name: string;

  constructor(node: OrderedNode, lineAt: (offset: number) => number) {
    this.#node = node;
    this.#lineAt = lineAt;
    this.name = nameOf(node);
  }

  /** Made anew at every call: a manifest of 200,000 entries is never held twice. */
  children(name?: string): XmlElement[] {
    return this.#content()
      .filter((node) => isElement(node) && (name === undefined || nameOf(node) === name))
      .map((node) => new XmlElement(node, this.#lineAt));
  }

  /** The text directly inside, references decoded, white space kept. */
  get text(): string {
    return this.#content()
      .map((node) => {
        if (typeof node[TEXT] === 'string') return decodeReferences(node[TEXT]);
        const cdata = node[CDATA];
        return Array.isArray(cdata) ? cdata.map((part) => String(part[TEXT] ?? '')).join('') : '';
      })
      .join('');
  }

  attribute(name: string): string | null {
    const attributes = this.#node[ATTRIBUTES];
    if (attributes === undefined || !Object.hasOwn(attributes, name)) return null;
    return decodeReferences(attributes[name]!);
  }

  /** 1-based line of the start tag. */
  get line(): number {
    const meta: unknown = Reflect.get(this.#node, META);
    return this.#lineAt((meta as { startIndex?: number } | undefined)?.startIndex ?? 0);
  }

  #content(): readonly OrderedNode[] {
    const content = this.#node[this.name];
    return Array.isArray(content) ? (content as readonly OrderedNode[]) : [];
  }
}

/**
 * Reads an XML document of a manifest. Document type declarations are refused (entity expansion, external subsets), so
 * only the five predefined entities and character references remain. Reports why it gives null.
 */
export function readXml(bytes: Uint8Array, limits: ManifestLimits, log: FindingsLog): XmlElement | null {
  const decoded = decodeXml(bytes);
  if (!decoded.ok) {
    log.refuse('unreadable-manifest', decoded.reason, { line: decoded.line });
    return null;
  }
  // Without the mark, offsets of the parser and of this text agree.
  const text = decoded.text.startsWith('\uFEFF') ? decoded.text.slice(1) : decoded.text;
  const lineAt = lineFinder(text);
  const fault = forbiddenIn(text, limits);
  if (fault !== null) {
    log.refuse(fault.code, fault.message, { line: lineAt(fault.offset) });
    return null;
  }
  const parsed = parse(text, limits);
  if (!parsed.ok) {
    log.refuse(parsed.code, parsed.reason, { line: parsed.line });
    return null;
  }
  return new XmlElement(parsed.root, lineAt);
}

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';
const META = XMLParser.getMetaDataSymbol() as unknown as symbol;

/** What fast-xml-parser gives with preserveOrder: one member named like the element, beside the attributes. */
interface OrderedNode {
  readonly [TEXT]?: string;
  readonly [CDATA]?: readonly OrderedNode[];
  readonly [ATTRIBUTES]?: Readonly<Record<string, string>>;
  readonly [name: string]: unknown;
}

function nameOf(node: OrderedNode): string {
  return Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';
}

function isElement(node: OrderedNode): boolean {
  return !nameOf(node).startsWith('#');
}

type Parsed =
  | { readonly ok: true; readonly root: OrderedNode }
  | {
      readonly ok: false;
      readonly code: 'unreadable-manifest' | 'too-deep';
      readonly reason: string;
      readonly line: number | null;
    };

function parse(text: string, limits: ManifestLimits): Parsed {
  // Values stay text: with the parser's defaults the digest 0e12345678901234 would become 0.
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    removeNSPrefix: true,
    processEntities: false,
    cdataPropName: CDATA,
    ignoreDeclaration: true,
    ignorePiTags: true,
    captureMetaData: true,
    maxNestedTags: limits.depth,
    jPath: false,
  });
  try {
    const valid = XMLValidator.validate(text);
    if (valid !== true) return unparsed(`not well-formed XML: ${valid.err.msg}`, valid.err.line);
    const top = (parser.parse(text) as readonly OrderedNode[]).filter(isElement);
    const [root] = top;
    if (root === undefined || top.length > 1) return unparsed(`the XML document has ${top.length} root elements`, null);
    return { ok: true, root };
  } catch (error) {
    // The parser throws plain Errors for what the validator lets pass (nesting, reserved names).
    const message = error instanceof Error ? error.message : String(error);
    if (!message.startsWith('Maximum nested tags')) return unparsed(`not readable XML: ${message}`, null);
    return { ok: false, code: 'too-deep', reason: `XML nested deeper than ${limits.depth}`, line: null };
  }
}

function unparsed(reason: string, line: number | null): Parsed {
  return { ok: false, code: 'unreadable-manifest', reason, line };
}

interface Fault {
  readonly code: 'unreadable-manifest' | 'too-large';
  readonly message: string;
  readonly offset: number;
}

/**
 * One pass before the parser sees the text: what would cost memory or could mean something else to another reader.
 * Comments, CDATA and processing instructions are stepped over whole; one that never ends is a fault, not a rescan.
 */
function forbiddenIn(text: string, limits: ManifestLimits): Fault | null {
  let tags = 0;
  MARKUP.lastIndex = 0;
  for (let match = MARKUP.exec(text); match !== null; match = MARKUP.exec(text)) {
    const [found] = match;
    const offset = match.index;
    const end = ENDS[found];
    if (end !== undefined) {
      const close = text.indexOf(end, MARKUP.lastIndex);
      if (close === -1) return unreadable(`${found} is never closed`, offset);
      MARKUP.lastIndex = close + end.length;
    } else if (found === '<!') {
      return unreadable('a document type declaration is refused', offset);
    } else if (found === '&') {
      if (!REFERENCE.test(text.slice(offset, offset + 12)))
        return unreadable('an entity reference that XML does not predefine', offset);
    } else {
      tags += 1;
      if (tags > limits.xmlTags) return { code: 'too-large', message: `more than ${limits.xmlTags} XML tags`, offset };
    }
  }
  return null;
}

function unreadable(message: string, offset: number): Fault {
  return { code: 'unreadable-manifest', message, offset };
}

const MARKUP = /<!--|<!\[CDATA\[|<\?|<!|<|&/g;
const ENDS: Readonly<Record<string, string>> = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>' };
const REFERENCE = /^&(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});/;
const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** One level only: `&amp;lt;` is the text `&lt;`. A reference to no character becomes U+FFFD, which matches no file. */
function decodeReferences(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-fA-F]+)|#(\d+)|(lt|gt|amp|quot|apos));/g,
    (_whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return PREDEFINED[name]!;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const character = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
      return character ? String.fromCodePoint(code) : '\uFFFD';
    },
  );
}

/** Line numbers by binary search over the line starts. */
function lineFinder(text: string): (offset: number) => number {
  let starts: number[] | null = null;
  return (offset) => {
    starts ??= [0, ...Array.from(text.matchAll(/\n/g), (match) => match.index + 1)];
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
