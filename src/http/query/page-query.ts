import { NumberParameter, TextParameter } from './parameters.js';

export const DEFAULT_PAGE = 100;
export const MAX_PAGE = 1000;

/** Parameters of every list. Extend it with the list's own filters. */
export class PageQuery {
  @NumberParameter({
    min: 1,
    max: MAX_PAGE,
    description: `How many items a page holds; ${DEFAULT_PAGE} unless told otherwise`,
  })
  limit: number = DEFAULT_PAGE;

  @TextParameter({ max: 4096, description: '`next` of the page before, with the same filters' })
  cursor?: string;
}
