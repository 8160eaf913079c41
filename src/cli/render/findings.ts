import { record, records, strings, text, type Json } from '../http/read.js';
import { printable } from './printable.js';

/**
 * A lineage path as one line, item first: `sh010_comp_v003 <-component- sh010_bg_v002`. A long one keeps its two ends, which
 * are what a person acts on.
 */
export function pathLine(finding: Json, longest = 8): string {
  const path = strings(finding['path']);
  const edges = strings(finding['edges']);
  const steps = path.map((asset, at) => (at === 0 ? asset : `<-${edges[at - 1] ?? ''}- ${asset}`));
  if (steps.length <= longest) return printable(steps.join(' '));
  const left = Math.ceil(longest / 2);
  const right = longest - left;
  return printable([...steps.slice(0, left), `… ${steps.length - longest} more …`, ...steps.slice(-right)].join(' '));
}

/** Where a finding is written: `asset-nightfall/sh010_bg_v002#4`. */
export function evidenceLine(finding: Json): string {
  return printable(
    records(finding['evidence'])
      .map((event) => `${text(event['stream'])}#${text(event['revision'])}`)
      .join(', '),
  );
}

/** What clears a finding: its words, or its steps where it has none. */
export function clearsLine(finding: Json): string {
  const clears = record(finding['clears']);
  const words = text(clears['message']);
  if (words !== '') return printable(words);
  const ways = Array.isArray(clears['anyOf']) ? clears['anyOf'] : [];
  return printable(ways.map((way) => records(way).map(stepWords).join(' and ')).join(', or '));
}

/** What is missing, e.g. `territories DE`. */
export function missingLine(finding: Json): string {
  const missing = Object.entries(record(finding['missing']));
  return printable(missing.map(([name, values]) => `${name} ${strings(values).join(', ')}`).join('; '));
}

/** A finding as a few lines, rule and words first. */
export function findingLines(finding: Json): string[] {
  const rule = text(finding['rule']) || text(finding['code']);
  const words = text(finding['message']);
  const lines = [`${printable(rule)}: ${printable(words || text(finding['code']))}`];
  const add = (name: string, content: string) => void (content === '' ? undefined : lines.push(`  ${name} ${content}`));
  if (strings(finding['path']).length > 1) add('path', pathLine(finding));
  add('missing', missingLine(finding));
  add('overridden by', printable(strings(finding['overriddenBy']).join(', ')));
  add('evidence', evidenceLine(finding));
  add('clears', clearsLine(finding));
  return lines;
}

/** Only findings that still hold something: not cleared ones, and no notices. */
export function openFindings(findings: unknown): readonly Json[] {
  return records(findings).filter((finding) => finding['status'] !== 'cleared' && finding['outcome'] !== 'notice');
}

function stepWords(step: Json): string {
  return [text(step['kind']), text(step['asset'])].filter(Boolean).join(' ');
}
