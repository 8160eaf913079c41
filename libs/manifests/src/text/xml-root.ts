/** The start tag of an XML document's root element. */
export interface RootTag {
  /** Local name, prefix taken off. */
  readonly name: string;
  /** The whole start tag as written. */
  readonly tag: string;
}

/** Looks only as far as the root's start tag; null where the text does not begin like XML. */
export function peekRoot(text: string): RootTag | null {
  let at = /^\uFEFF?\s*/.exec(text)![0].length;
  for (;;) {
    const end = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : null;
    if (end === null) break;
    const close = text.indexOf(end, at);
    if (close === -1) return null;
    at = close + end.length;
    while (/\s/.test(text.charAt(at))) at += 1;
  }
  const match = /^<(?:[\w.-]+:)?([\w.-]+)(?=[\s/>])[^>]*>/.exec(text.slice(at, at + 8_192));
  return match === null ? null : { name: match[1]!, tag: match[0] };
}
