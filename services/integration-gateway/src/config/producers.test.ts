import { Producers } from './producers';

describe('the list of producers', () => {
  it('is read from JSON, in its order', () => {
    expect(Producers.parse('{"b.*":["arn:aws:sns:x"],"a.*":[]}')).toEqual([
      { types: 'b.*', topics: ['arn:aws:sns:x'] },
      { types: 'a.*', topics: [] },
    ]);
  });

  it.each(['{', '[]', '{"a.*":"arn:aws:sns:x"}', '{"a.*":["a-topic"]}', '{"":[]}'])('is refused as %s', (text) => {
    expect(Producers.safeParse(text).success).toBe(false);
  });
});
