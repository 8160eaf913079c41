// Makes the key that signs receipts where there is none yet. Replicas sign with one key; the first of them to start would
// make it otherwise, and the others would be refused.
import { KeyFile } from '../dist/src/receipts/key-file.js';

process.umask(0o077);
const file = KeyFile.in({ path: process.env.CLEARANCE_DATA ?? './data' });
if ((await file.read()) === null) {
  await file.create();
  process.stdout.write(`made ${file.path}\n`);
}
