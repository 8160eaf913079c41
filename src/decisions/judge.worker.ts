import { parentPort, workerData } from 'node:worker_threads';
import { readManifest } from '@clearance/manifests';
import { judgeCheck, judgePromotion, openReadModelReader, policyDiff } from '@clearance/projections';
import type { FromJudge, QuestionKind, Questions, ToJudge } from './judge-messages.js';

const port = parentPort;
if (port === null) throw new Error('judge.worker runs only as a worker thread');
const database = openReadModelReader((workerData as { readModel: string }).readModel);

const ANSWERS: { readonly [K in QuestionKind]: (ask: Questions[K]['ask']) => Questions[K]['answer'] } = {
  check: ({ production, check, use }) => judgeCheck(database, production, check, use),
  promotion: ({ production, asset, delivery, use }) => judgePromotion(database, production, asset, delivery, use),
  'policy diff': ({ production, from, to }) => database.snapshot(() => policyDiff(database, production, { from, to })),
  manifest: (ask) => readManifest(ask),
};

port.on('message', (message: ToJudge) => {
  const answer: FromJudge = answerTo(message);
  port.postMessage(answer);
});

function answerTo<K extends QuestionKind>({ id, kind, ask }: ToJudge<K>): FromJudge {
  try {
    return { id, ok: true, answer: ANSWERS[kind](ask) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
