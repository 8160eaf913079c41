import { ASSET_KINDS, DELIVERY_ID } from '@clearance/domain';
import { IsOptional } from 'class-validator';
import { Check, isCleanText, isPlainObject } from '../../http/fields/index.js';
import {
  FlagParameter,
  NumberParameter,
  PageQuery,
  TextParameter,
  WordParameter,
  WordsParameter,
} from '../../http/query/index.js';

export const STATES = ['denied', 'unknown', 'temporary', 'needs-approval', 'escalated', 'approved', 'clear'] as const;
const DELIVERY = { max: 63, pattern: DELIVERY_ID, form: 'a delivery id' };

export class AssetsQuery extends PageQuery {
  static readonly open = { prefix: 'label.', into: 'labels' };

  @WordsParameter({ of: STATES, description: 'States, separated by commas' })
  state?: string[];

  @FlagParameter({ description: 'Only what may go out (`clear`, `approved`), or only what may not' })
  compliant?: boolean;

  @TextParameter({ ...DELIVERY, description: 'Judge for what this delivery asks for, instead of final, everywhere' })
  use?: string;

  @WordParameter(ASSET_KINDS)
  kind?: string;

  @TextParameter()
  vendor?: string;

  @TextParameter({ description: 'Id of a tool that generated it' })
  tool?: string;

  @TextParameter({ description: 'Id of a rule of which a finding is open' })
  rule?: string;

  @TextParameter({
    ...DELIVERY,
    description: 'What is promoted to this delivery, or listed by its live release or last check',
  })
  delivery?: string;

  @TextParameter({ description: '`algorithm:value`', example: 'md5:9e107d9d372bb6826bd81d3542a419d6' })
  digest?: string;

  @TextParameter({ max: 1_100, description: '`scheme:value`', example: 'reel:A002' })
  alias?: string;

  @TextParameter({ description: 'Part of an id, a name or an alias' })
  q?: string;

  @TextParameter({ max: 20, description: 'A position: only what changed after it' })
  changedAfter?: string;

  @WordParameter(['id', '-changed'], { description: 'By id (unless told otherwise), or what changed last first' })
  sort?: 'id' | '-changed';

  @IsOptional()
  @Check('labels', 'must be texts by name, at most 32 of them', isLabels)
  labels?: Record<string, string>;
}

export class AssetQuery {
  @TextParameter({ ...DELIVERY, description: 'Judge for what this delivery asks for, instead of final, everywhere' })
  use?: string;
}

export const DEFAULT_DEPTH = 10;
export const DEFAULT_NODES = 1_000;

export class LineageParameters {
  @WordParameter(['upstream', 'downstream', 'both'], {
    description: 'What it was made from (unless told otherwise), what was made from it, or both',
  })
  direction?: 'upstream' | 'downstream' | 'both';

  @NumberParameter({ min: 1, max: 10_000, description: `How many steps; ${DEFAULT_DEPTH} unless told otherwise` })
  depth: number = DEFAULT_DEPTH;

  @NumberParameter({
    min: 1,
    max: 10_000,
    description: `At most so many assets; ${DEFAULT_NODES} unless told otherwise`,
  })
  limit: number = DEFAULT_NODES;
}

const MAX_LABELS = 32;

function isLabels(value: unknown): boolean {
  if (!isPlainObject(value) || Object.keys(value).length > MAX_LABELS) return false;
  return Object.entries(value).every(([name, text]) => name !== '' && isCleanText(name) && typeof text === 'string');
}
