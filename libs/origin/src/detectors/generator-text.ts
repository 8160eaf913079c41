import { pngTexts, type PngText } from '../formats/png-text.js';
import type { Finding, OriginDetector } from '../types.js';

/**
 * PNG text chunks that image generators write about their own work. A chunk that carries a generator's keyword counts
 * whatever its text is, readable or not: the keyword is the statement.
 */
export const generatorTextDetector: OriginDetector = {
  name: 'png-generator-text',
  version: '1',
  detect({ bytes }) {
    const findings: Finding[] = [];
    for (const text of pngTexts(bytes)) {
      const finding = judged(text);
      if (finding !== null) findings.push(finding);
    }
    return findings;
  },
};

/** ComfyUI: the executed graph and the editor's graph, both JSON. */
const GRAPHS = new Set(['prompt', 'workflow']);

/** AUTOMATIC1111 and its kin; Fooocus; InvokeAI, newest to oldest. */
const KEYWORDS = new Set([
  'parameters',
  'fooocus_scheme',
  'invokeai_metadata',
  'invokeai_graph',
  'invokeai_workflow',
  'sd-metadata',
  'dream',
]);

function judged(text: PngText): Finding | null {
  const keyword = text.keyword.trim().toLowerCase();
  if (keyword === 'software') return bySoftware(text);
  if (!GRAPHS.has(keyword) && !KEYWORDS.has(keyword)) return null;
  const value = text.read();
  const graph = GRAPHS.has(keyword) && value !== null && /^\s*\{/.test(value);
  return {
    kind: graph ? 'workflow' : 'png-text',
    where: place(text),
    value: value ?? '',
    verdict: 'ai',
    trust: 'none',
  };
}

function bySoftware(text: PngText): Finding | null {
  const value = text.read();
  if (value === null) {
    return { kind: 'png-text', where: place(text), value: '', verdict: 'unreadable', trust: 'none' };
  }
  // NovelAI puts its prompt into Description and Comment, words that every editor uses.
  if (!/^\s*novelai/i.test(value)) return null;
  return { kind: 'png-text', where: place(text), value, verdict: 'ai', trust: 'none' };
}

function place(text: PngText): string {
  return `PNG ${text.chunk} ${JSON.stringify(text.keyword.slice(0, 79))} at byte ${text.offset}`;
}
