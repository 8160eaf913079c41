import { PageQuery, TextParameter, WordParameter, WordsParameter } from '../http/query/index.js';

export class HistoryParameters extends PageQuery {
  @WordParameter(['asc', 'desc'], { description: 'Oldest first, unless told otherwise' })
  order?: 'asc' | 'desc';

  @WordsParameter({
    max: 50,
    description: 'Patterns `<category>-<event>` separated by commas; `*` stands for any text',
  })
  types?: string[];

  @TextParameter({ max: 64, description: 'From this position or time on' })
  from?: string;

  @TextParameter({ max: 64, description: 'Up to this position or time' })
  to?: string;
}
