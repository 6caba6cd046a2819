import fc from 'fast-check';
import { memberText, withJsonText } from './text';

describe('JSON text of a member', () => {
  it('is kept to the byte: order of keys, numbers, escapes and spaces', () => {
    const data = '{ "b": 1.0, "2": "\\u00e9\\"}", "1": [ {"x":null} ] }';
    expect(memberText(`{"_csrf":"data","nested":{"data":1}, "data" :${data} ,"z":0}`, 'data')).toBe(data);
  });

  it('is the last one when a name is repeated, as parsers take it', () => {
    expect(memberText('{"data":{"a":1},"data":{"a":2}}', 'data')).toBe('{"a":2}');
  });

  it('finds a name that is written with escapes', () => {
    expect(memberText('{"d\\u0061ta":[1,2]}', 'data')).toBe('[1,2]');
  });

  it('is undefined when the member is absent', () => {
    expect(memberText('{"other":{"data":{}},"list":["data",":"]}', 'data')).toBeUndefined();
    expect(memberText('{}', 'data')).toBeUndefined();
  });

  it('means what the parser means, for any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.integer({ min: 0, max: 2 }), (object, spaces) => {
        const json = JSON.stringify(object, null, spaces);
        for (const [name, value] of Object.entries(JSON.parse(json) as object)) {
          expect(JSON.parse(memberText(json, name) ?? 'nothing')).toEqual(value);
        }
      }),
    );
  });
});

describe('a reply with JSON text in it', () => {
  it('joins both kinds of members', () => {
    expect(withJsonText({ id: 1 }, { data: '{"2":0,"1":0}', document: null })).toBe(
      '{"id":1,"data":{"2":0,"1":0},"document":null}',
    );
    expect(withJsonText({}, { data: '[]' })).toBe('{"data":[]}');
    expect(withJsonText({ id: 1 }, {})).toBe('{"id":1}');
  });
});
