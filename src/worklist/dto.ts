import { WORKLIST_KINDS } from '@clearance/projections';
import { Name } from '../http/fields/index.js';
import { PageQuery, TextParameter, WordsParameter } from '../http/query/index.js';
import { DURATION } from './duration.js';

export class AssignDto {
  @Name({ description: 'Token subject of who takes care of it', example: 'k.ito@studio.example' })
  owner!: string;
}

export class WorklistQuery extends PageQuery {
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
}
