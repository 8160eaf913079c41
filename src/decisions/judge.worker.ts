import { parentPort, workerData } from 'node:worker_threads';
import { judgeCheck, judgePromotion, openReadModelReader, type Verdict } from '@clearance/projections';
import type { FromJudge, JudgeQuestion, ToJudge } from './judge-messages.js';

const port = parentPort;
if (port === null) throw new Error('judge.worker runs only as a worker thread');
const database = openReadModelReader((workerData as { readModel: string }).readModel);

port.on('message', ({ id, question }: ToJudge) => {
  const answer: FromJudge = answerTo(id, question);
  port.postMessage(answer);
});

function answerTo(id: number, question: JudgeQuestion): FromJudge {
  try {
    return { id, ok: true, verdict: judgeOne(question) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

function judgeOne(question: JudgeQuestion): Verdict {
  return question.kind === 'check'
    ? judgeCheck(database, question.production, question.check, question.use)
    : judgePromotion(database, question.production, question.asset, question.use);
}
