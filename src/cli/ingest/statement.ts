import {
  ASSET_KINDS,
  EDGE_KINDS,
  type AssetKind,
  type EdgeKind,
  type FactsDeclaredData,
  type ToolRef,
} from '@clearance/domain';
import { inputReference, parseAssetRef, type InputReference } from '../assets/asset-ref.js';
import { usageError } from '../exit/errors.js';
import { choiceValue, pairValue, pairValues, wordsValue } from '../session/values.js';

export interface StatementOptions {
  readonly kind?: string;
  readonly sourceType?: string;
  readonly basis?: string;
  readonly generatedBy?: string;
  readonly mode?: string;
  readonly model?: string;
  readonly input?: readonly string[];
  readonly inputsComplete?: boolean;
  readonly temporary?: string;
  readonly label?: readonly string[];
  readonly fact?: readonly string[];
  readonly vendor?: string;
  readonly madeUnder?: string;
}

/** What the caller says of every file that is ingested, beside what the file itself shows. */
export interface Statement {
  /** null = by the file name's ending. */
  readonly kind: AssetKind | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly vendor: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly basis: FactsDeclaredData['basis'] | null;
  readonly tool: ToolRef | null;
  readonly model: string | null;
  /** Sorted, so that their order on the command line changes nothing. */
  readonly inputs: readonly StatedInput[];
  readonly inputsComplete: boolean;
  readonly temporary: string | null;
  /** The usage it was made under. */
  readonly usage: string | null;
}

export interface StatedInput extends InputReference {
  readonly kind: EdgeKind;
}

/** @throws CliError 64 */
export function readStatement(options: StatementOptions): Statement {
  const tool = options.generatedBy === undefined ? null : readTool(options.generatedBy, options.mode);
  const facts = readFacts(options);
  const inputs = (options.input ?? []).map(readInput).sort(byText);
  if (tool === null && (options.mode ?? options.model) !== undefined)
    throw usageError('--mode and --model go with --generated-by');
  if (options.basis !== undefined && Object.keys(facts).length === 0)
    throw usageError('--basis goes with --source-type or --fact');
  if (options.inputsComplete === true && tool === null && inputs.length === 0) {
    throw usageError(
      '--inputs-complete goes with --input or --generated-by',
      'Something made from nothing of ours states its origin with --source-type.',
    );
  }
  return {
    kind: options.kind === undefined ? null : choiceValue('--kind', options.kind, ASSET_KINDS),
    labels: readLabels(options.label ?? []),
    vendor: options.vendor === undefined ? null : wordsValue('--vendor', options.vendor),
    facts,
    basis: options.basis === undefined ? null : choiceValue('--basis', options.basis, BASES),
    tool,
    model: options.model === undefined ? null : wordsValue('--model', options.model),
    inputs,
    inputsComplete: options.inputsComplete === true,
    temporary: options.temporary === undefined ? null : wordsValue('--temporary', options.temporary),
    usage: options.madeUnder === undefined ? null : wordsValue('--made-under', options.madeUnder),
  };
}

const BASES = ['camera-report', 'vendor-warranty', 'artist-statement', 'library-licence', 'tracker'] as const;
const SOURCE_TYPE = 'asset.digitalSourceType';
const MOST_LABELS = 32;

function readTool(value: string, mode: string | undefined): ToolRef {
  const at = value.lastIndexOf('@');
  const id = value.slice(0, Math.max(at, 0));
  const version = value.slice(at + 1);
  if (id === '' || version === '') {
    throw usageError(
      `--generated-by must be TOOL@VERSION, but is "${value}"`,
      'The version decides what the tool counts as; write the exact one.',
    );
  }
  return mode === undefined ? { id, version } : { id, version, mode: wordsValue('--mode', mode) };
}

function readInput(value: string): StatedInput {
  const equals = value.lastIndexOf('=');
  if (equals < 1)
    throw usageError(`--input must be ASSET=KIND, but is "${value}"`, `KIND is one of ${EDGE_KINDS.join(', ')}.`);
  const kind = choiceValue('the kind of --input', value.slice(equals + 1), EDGE_KINDS);
  return { ...inputReference(parseAssetRef(value.slice(0, equals))), kind };
}

/** Facts are text; a value that starts as a JSON list or object is read as such (list groups of a fact model). */
function readFacts(options: StatementOptions): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  if (options.sourceType !== undefined) facts[SOURCE_TYPE] = wordsValue('--source-type', options.sourceType);
  for (const given of options.fact ?? []) {
    const [key, value] = pairValue('--fact', given);
    if (Object.hasOwn(facts, key)) throw usageError(`--fact ${key} is given twice`);
    facts[key] = /^[[{]/.test(value) ? readJson(key, value) : value;
  }
  return facts;
}

function readJson(key: string, value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch (error) {
    throw usageError(`--fact ${key} starts as JSON but cannot be read (${(error as Error).message})`);
  }
}

function readLabels(values: readonly string[]): Record<string, string> {
  const labels = pairValues('--label', values);
  if (Object.keys(labels).length > MOST_LABELS) throw usageError(`there are more than ${MOST_LABELS} labels`);
  return labels;
}

function byText(a: StatedInput, b: StatedInput): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : Number(left > right);
}
