import { readBody } from './hmpps-message.rules';

const deep = `${'{"eventType":"x","a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;

describe('the body of an HMPPS message', () => {
  it('F-057: that nests beyond all use cannot be read, inside a notification as on its own', () => {
    expect(readBody(deep)).toEqual({ ok: false, problem: 'NOT_JSON' });
    expect(readBody(JSON.stringify({ MessageId: 'm', Message: deep }))).toEqual({
      ok: false,
      problem: 'MESSAGE_NOT_JSON',
      messageId: 'm',
    });
  });
});
