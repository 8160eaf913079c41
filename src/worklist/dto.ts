import { IntersectionType } from '@nestjs/swagger';
import { WORKLIST_KINDS } from '@clearance/projections';
import { Name } from '../http/fields/index.js';
import { PageQuery, TextParameter, WordParameter, WordsParameter } from '../http/query/index.js';
import { DURATION } from './duration.js';

export class AssignDto {
  @Name({ description: 'Token subject of who takes care of it', example: 'k.ito@studio.example' })
  owner!: string;
}

/** What the list and its groups may be held to. */
export class WorklistSelection {
  @WordsParameter({ of: WORKLIST_KINDS, description: 'Kinds, separated by commas' })
  kind?: string[];

  @TextParameter({ description: 'Token subject' })
  owner?: string;

  @TextParameter({ description: 'Id of a rule' })
  rule?: string;

  @TextParameter({
    max: 32,
    pattern: DURATION,
    form: 'an ISO 8601 duration of weeks, days, hours, minutes or seconds',
    example: 'P3D',
  })
  olderThan?: string;

  @WordParameter(['all', 'deliveries'], {
    description:
      'Findings of everything, or only of what open final and marketing deliveries are made of: that unless told otherwise where a pack is adopted',
  })
  scope?: 'all' | 'deliveries';
}

export class WorklistQuery extends IntersectionType(PageQuery, WorklistSelection) {}
