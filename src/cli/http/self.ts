import { undecidedError } from '../exit/errors.js';
import type { LedgerClient } from './client.js';
import { record, text, type Json } from './read.js';

/** The record of the token in use. @throws CliError 3 where the answer names no subject. */
export async function readSelf(client: LedgerClient): Promise<{ readonly subject: string; readonly body: Json }> {
  const { body } = await client.call('GET', '/v1/tokens/self', { withoutPosition: true });
  const subject = text(record(body)['subject']);
  if (subject === '') throw undecidedError('unreadable-answer', 'the ledger did not say who the token speaks for');
  return { subject, body: record(body) };
}
