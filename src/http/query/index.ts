export { DEFAULT_PAGE, MAX_PAGE, PageQuery } from './page-query.js';
export {
  FlagParameter,
  NumberParameter,
  TextParameter,
  TimeParameter,
  WordParameter,
  WordsParameter,
} from './parameters.js';
