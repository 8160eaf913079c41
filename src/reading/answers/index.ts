import type { ReadModelDatabase } from '@clearance/projections';
import type { AnswerTo, Ask, QuestionKind } from '../questions.js';
import { assetsAnswer, historyAnswer, lineageAnswer, lookupAnswer } from './assets.js';
import {
  checkAnswer,
  checkItemsAnswer,
  checksAnswer,
  deliveriesAnswer,
  heldAssetsAnswer,
  missingUsesAnswer,
} from './deliveries.js';
import { approvalsAnswer, requestsAnswer, retractionsAnswer } from './records.js';
import { consentsAnswer, impactAnswer, toolsAnswer, vendorsAnswer } from './registers.js';
import { worklistAnswer, worklistGroupsAnswer, worklistItemAnswer } from './worklist.js';

const ANSWERS: { readonly [K in QuestionKind]: (db: ReadModelDatabase, ask: Ask<K>) => AnswerTo<K> } = {
  assets: assetsAnswer,
  lookup: lookupAnswer,
  lineage: lineageAnswer,
  history: historyAnswer,
  worklist: worklistAnswer,
  'worklist item': worklistItemAnswer,
  'worklist groups': worklistGroupsAnswer,
  tools: toolsAnswer,
  vendors: vendorsAnswer,
  consents: consentsAnswer,
  impact: impactAnswer,
  approvals: approvalsAnswer,
  'approval requests': requestsAnswer,
  retractions: retractionsAnswer,
  deliveries: deliveriesAnswer,
  'missing uses': missingUsesAnswer,
  checks: checksAnswer,
  check: checkAnswer,
  'check items': checkItemsAnswer,
  'held assets': heldAssetsAnswer,
};

/** The answer to a question, from one snapshot of the read model. @throws Problem, as the question has it */
export function answerTo<K extends QuestionKind>(db: ReadModelDatabase, kind: K, ask: Ask<K>): AnswerTo<K> {
  return db.snapshot(() => ANSWERS[kind](db, ask));
}
