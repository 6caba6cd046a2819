import fc from 'fast-check';
import { merge, nearest } from './merge.rules';
import { isSame, pagesOf, wholeTasks } from './pages.rules';

const text = (data: unknown) => (data === null ? null : JSON.stringify(data));
const merged = (base: unknown, current: unknown, next: object) =>
  merge(text(base), text(current), JSON.stringify(next));

describe('joining two saves of one form', () => {
  it('keeps the text to the byte while nobody else has saved', () => {
    const next = '{ "b": {"p": 1.0}, "a":{} }';
    expect(merge('{"a":{}}', '{"a":{}}', next)).toEqual({ data: next });
    expect(merge(null, null, next)).toEqual({ data: next });
    expect(merge('{"a":{"p":{}}}', '{"a":{"p":{}} }', next)).toEqual({ data: next });
  });

  it('keeps a page that only the other has changed, added or taken out', () => {
    const base = { a: { p: { x: 1 }, q: { x: 1 }, r: { x: 1 } } };
    const current = { a: { p: { x: 2 }, r: { x: 1 } }, b: { new: { x: 1 } } };
    expect(merged(base, current, { a: { ...base.a, r: { x: 9 } } })).toEqual({
      data: JSON.stringify({ a: { p: { x: 2 }, r: { x: 9 } }, b: { new: { x: 1 } } }),
    });
  });

  it('takes the caller’s page where nobody else has changed it, also when it is taken out', () => {
    const base = { a: { p: { x: 1 }, q: {} } };
    expect(merged(base, { ...base, b: { p: {} } }, { a: { q: {} } })).toEqual({
      data: JSON.stringify({ a: { q: {} }, b: { p: {} } }),
    });
  });

  it('is a clash where both have changed a page, with both versions', () => {
    const base = { a: { p: { x: 1 }, q: { x: 1 } } };
    expect(merged(base, { a: { p: { x: 2 }, q: { x: 1 } } }, { a: { p: { x: 3 } } })).toEqual({
      clashes: [{ page: 'a/p', yours: { x: 3 }, theirs: { x: 2 } }],
    });
  });

  it('is none where both have typed the same', () => {
    expect(merged({ a: { p: {} } }, { a: { p: { x: 2, y: 1 } } }, { a: { p: { y: 1, x: 2 } } })).toEqual({
      data: '{"a":{"p":{"y":1,"x":2}}}',
    });
  });

  const slug = fc.constantFrom('p', 'q', 'r');
  const page = fc.oneof(fc.record({ x: fc.nat(2) }), fc.nat(2), fc.constant(null));
  const answers = fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(fc.dictionary(slug, page), fc.nat(1)));

  it('loses nothing that anybody typed: each page is the caller’s, the other’s where the caller left it alone, or a clash', () => {
    fc.assert(
      fc.property(answers, answers, answers, (base, current, next) => {
        const result = merged(base, current, next);
        const whole = new Set([base, current, next].flatMap(wholeTasks));
        const [had, has, wants] = [base, current, next].map((data) => pagesOf(data, whole));
        if ('clashes' in result) {
          for (const { page: name, yours, theirs } of result.clashes) {
            expect([yours, theirs]).toEqual([wants!.get(name), has!.get(name)]);
            expect(isSame(theirs, had!.get(name)) || isSame(yours, had!.get(name))).toBe(false);
          }
          return;
        }
        const became = pagesOf(JSON.parse(result.data), whole);
        for (const name of new Set([...had!.keys(), ...has!.keys(), ...wants!.keys()])) {
          const isTheirs = !isSame(has!.get(name), had!.get(name));
          const expected = isTheirs && isSame(wants!.get(name), had!.get(name)) ? has : wants;
          expect([name, became.get(name)]).toEqual([name, expected!.get(name)]);
        }
      }),
    );
  });

  it('starts from what is nearest where the client is not known, the older of two that are equally near', () => {
    const reads = [{ a: { p: 1 } }, { a: { p: 1 }, b: { p: 1 } }, { a: { p: 2 }, b: { p: 1 } }].map((data) => ({
      data: JSON.stringify(data),
    }));
    expect(nearest(reads, '{"a":{"p":1},"b":{"p":1},"c":{"p":1}}')).toBe(reads[1]);
    expect(nearest(reads, '{"a":{"p":3},"b":{"p":1}}')).toBe(reads[1]);
    expect(nearest([], '{}')).toBeUndefined();
  });
});
