/** What a page of documentation asks of whoever tries it out, in order. */
export type Step =
  /** A block of commands to paste; none of them may fail. */
  | { readonly kind: 'script'; readonly line: number; readonly script: string }
  /** One command with what it is said to print. */
  | { readonly kind: 'command'; readonly line: number; readonly command: string; readonly prints: readonly string[] }
  /** What the command before printed, as JSON. */
  | { readonly kind: 'json'; readonly line: number; readonly shown: string }
  /** The ledger is started, stopped, or the demo is played; with what that is said to print. */
  | { readonly kind: 'runs'; readonly line: number; readonly what: Runs; readonly prints: readonly string[] };

export const RUNS = ['start', 'stop', 'demo'] as const;
export type Runs = (typeof RUNS)[number];

export interface Page {
  readonly steps: readonly Step[];
  /** Blocks marked `not run`, with the reason given. */
  readonly notRun: readonly { readonly line: number; readonly reason: string }[];
  /** What the rules below do not allow, as `line: what`. */
  readonly faults: readonly string[];
}

/** Languages of blocks that are read, never run. */
const SHOWN = ['text', 'mermaid'];

/**
 * Reads a Markdown page. Every fenced block names its language. `sh`, `bash` and `console` blocks are run and `json` blocks
 * are compared, unless a comment right before says `<!-- not run: reason -->`. `<!-- runs: start -->` and
 * `<!-- runs: demo -->` say that the block after them, if there is one, is done by other means and what it prints;
 * `<!-- runs: stop -->` stands alone.
 */
export function readPage(markdown: string): Page {
  const steps: Step[] = [];
  const notRun: { line: number; reason: string }[] = [];
  const faults: string[] = [];
  for (const part of partsOf(markdown, faults)) {
    const { line, marker, block } = part;
    if (marker?.kind === 'runs') {
      const prints = block === null ? [] : commandsOf(block.lines, line).flatMap((command) => command.prints);
      steps.push({ kind: 'runs', line, what: marker.what, prints });
    } else if (marker?.kind === 'not run') {
      notRun.push({ line, reason: marker.reason });
    } else if (block === null || SHOWN.includes(block.language)) {
      continue;
    } else if (block.language === 'sh' || block.language === 'bash') {
      steps.push({ kind: 'script', line, script: block.lines.join('\n') });
    } else if (block.language === 'console') {
      const commands = commandsOf(block.lines, line);
      if (commands.length === 0) faults.push(`${line}: a console block without a "$ " line`);
      steps.push(...commands);
    } else if (block.language === 'json') {
      const before = steps.at(-1);
      if (before?.kind !== 'command' && before?.kind !== 'script')
        faults.push(`${line}: JSON without a command before`);
      steps.push({ kind: 'json', line, shown: block.lines.join('\n') });
    } else {
      faults.push(
        `${line}: a block of the language "${block.language}", which is neither run nor known to be only shown`,
      );
    }
  }
  return { steps, notRun, faults };
}

type Marker = { readonly kind: 'runs'; readonly what: Runs } | { readonly kind: 'not run'; readonly reason: string };
interface Part {
  readonly line: number;
  readonly marker: Marker | null;
  readonly block: { readonly language: string; readonly lines: readonly string[] } | null;
}

function partsOf(markdown: string, faults: string[]): Part[] {
  const parts: Part[] = [];
  const lines = markdown.split('\n');
  let marker: { readonly line: number; readonly says: Marker } | null = null;
  const markerAlone = () => {
    if (marker?.says.kind === 'runs') parts.push({ line: marker.line, marker: marker.says, block: null });
    else if (marker !== null) faults.push(`${marker.line}: "not run" without a block after it`);
    marker = null;
  };
  for (let at = 0; at < lines.length; at += 1) {
    const text = lines[at] ?? '';
    const comment = /^<!-- (runs|not run): (.+) -->$/.exec(text);
    const fence = /^ *(`{3,})(\S*)/.exec(text);
    if (comment !== null) {
      markerAlone();
      const says = markerOf(comment[1] ?? '', comment[2] ?? '');
      if (says === null) faults.push(`${at + 1}: the marker "${comment[2] ?? ''}" is not known`);
      else if (says.kind === 'runs' && says.what === 'stop') parts.push({ line: at + 1, marker: says, block: null });
      else marker = { line: at + 1, says };
    } else if (fence !== null) {
      const end = lines.findIndex((line, index) => index > at && line.trim() === fence[1]);
      if (end < 0) {
        faults.push(`${at + 1}: a block without an end`);
        break;
      }
      const block = { language: fence[2] ?? '', lines: lines.slice(at + 1, end) };
      parts.push({ line: at + 1, marker: (marker as { says: Marker } | null)?.says ?? null, block });
      marker = null;
      at = end;
    } else if (text.trim() !== '') markerAlone();
  }
  markerAlone();
  return parts;
}

function markerOf(kind: string, text: string): Marker | null {
  if (kind === 'not run') return { kind, reason: text };
  const what = RUNS.find((each) => each === text);
  return what === undefined ? null : { kind: 'runs', what };
}

function commandsOf(lines: readonly string[], line: number): Extract<Step, { kind: 'command' }>[] {
  const commands: { kind: 'command'; line: number; command: string; prints: string[] }[] = [];
  for (const [index, text] of lines.entries()) {
    if (text.startsWith('$ ')) {
      commands.push({ kind: 'command', line: line + index + 1, command: text.slice(2), prints: [] });
    } else commands.at(-1)?.prints.push(text);
  }
  return commands;
}
