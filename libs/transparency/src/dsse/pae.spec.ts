import { describe, expect, it } from 'vitest';
import { preAuthEncoding } from './pae.js';

const text = (value: string) => Buffer.from(value, 'utf8');

describe('the pre-authentication encoding', () => {
  it('is that of the DSSE specification', () => {
    expect(preAuthEncoding('http://example.com/HelloWorld', text('hello world')).toString('utf8')).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
  });

  it('states lengths of zero', () => {
    expect(preAuthEncoding('', text('')).toString('utf8')).toBe('DSSEv1 0  0 ');
  });

  it('counts bytes, not characters', () => {
    expect(preAuthEncoding('é', text('plaque–v2')).toString('utf8')).toBe('DSSEv1 2 é 11 plaque–v2');
  });

  it('tells type and payload apart wherever the border lies', () => {
    expect(preAuthEncoding('a', text('b c'))).not.toEqual(preAuthEncoding('a b', text('c')));
  });

  it('takes bytes that are no text as they are', () => {
    expect([...preAuthEncoding('t', Buffer.from([0, 255, 10])).subarray(-3)]).toEqual([0, 255, 10]);
  });
});
