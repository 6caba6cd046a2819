import { traceOf } from './trace.rules';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${ID}-00f067aa0ba902b7-01`;

describe('the trace of an event', () => {
  it('has an address where traces are shown somewhere, and else its number', () => {
    expect(traceOf(TRACEPARENT, 'https://t.example/{traceId}?x=1')).toEqual({
      id: ID,
      url: `https://t.example/${ID}?x=1`,
    });
    expect(traceOf(TRACEPARENT, undefined)).toEqual({ id: ID });
  });

  it.each([undefined, '', 'nonsense', `00-${ID}-x-01`, `00-"><script>-00f067aa0ba902b7-01`])(
    'is none in %p',
    (text) => {
      expect(traceOf(text, 'https://t.example/{traceId}')).toBeUndefined();
    },
  );
});
