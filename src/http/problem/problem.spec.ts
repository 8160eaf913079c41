import { BadRequestException, ForbiddenException } from '@nestjs/common';
import { StreamDeleted, TooLarge, Unavailable } from '@clearance/event-store';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../ledger/ports.js';
import { PROBLEMS } from './catalogue.js';
import { problemDocument, problemHeaders } from './document.js';
import { problemFrom } from './from-error.js';

const fastifyError = (code: string, statusCode: number) => Object.assign(new Error('x'), { code, statusCode });

describe('what is thrown', () => {
  it.each([
    [new Problem('held', 'h'), 'held'],
    [new Unavailable('gone', true), 'store-unavailable'],
    [new TooLarge(2, 1), 'too-large'],
    [new StreamDeleted('asset-a/b'), 'internal'],
    [fastifyError('FST_ERR_CTP_BODY_TOO_LARGE', 413), 'too-large'],
    [fastifyError('FST_REQ_FILE_TOO_LARGE', 413), 'too-large'],
    [fastifyError('FST_ERR_BAD_URL', 400), 'not-found'],
    [fastifyError('FST_ERR_SOMETHING_NEW', 415), 'unsupported-media-type'],
    [new BadRequestException('b', { cause: fastifyError('FST_FILES_LIMIT', 413) }), 'too-large'],
    [new ForbiddenException('f'), 'role-required'],
  ])('%s becomes %s', (error, slug) => {
    expect(problemFrom(error)?.slug).toBe(slug);
  });

  it('is no problem of the caller where nobody foresaw it', () => {
    expect(problemFrom(new TypeError('x is undefined'))).toBeNull();
    expect(problemFrom('a text')).toBeNull();
    expect(problemFrom(fastifyError('ECONNRESET', 500))).toBeNull();
  });
});

describe('a problem', () => {
  it('cannot have its own members pass for those of the document', () => {
    const document = problemDocument(
      new Problem('wrong-state', 'closed', { state: 'closed', status: 200, type: 'x' }),
      'id',
    );
    expect(document).toMatchObject({ status: 409, type: 'urn:clearance:problem:wrong-state', state: 'closed' });
  });

  it('says when to come back, how far the ledger was and what was decided', () => {
    expect(problemHeaders(new Problem('behind', 'b', { position: '7', wanted: '9' }))).toMatchObject({
      'retry-after': '1',
      'clearance-position': '7',
    });
    const refused = problemHeaders(
      new Problem('release-refused', 'r', { decision: { decision: 'hold', position: '12' } }),
    );
    expect(refused).toMatchObject({ 'clearance-position': '12', 'clearance-decision': 'hold' });
    expect(problemHeaders(new Problem('undecided', 'u'))).toMatchObject({
      'clearance-decision': 'undecided',
      'retry-after': '2',
    });
    expect(problemHeaders(new Problem('method-not-allowed', 'm', { allow: ['GET', 'POST'] }))['allow']).toBe(
      'GET, POST',
    );
  });

  it('E5: tells a recorded refusal that is repeated', () => {
    expect(problemHeaders(new Problem('release-refused', 'r', {}, [], true))['idempotent-replayed']).toBe('true');
    expect(problemHeaders(new Problem('release-refused', 'r'))).not.toHaveProperty('idempotent-replayed');
  });

  it('has a status that is an error for every slug', () => {
    expect(Object.entries(PROBLEMS).filter(([, { status }]) => status < 400)).toEqual([]);
  });
});
