import fc from 'fast-check';
import { MOST_LEVELS, isTooDeep } from './depth';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

describe('depth of JSON', () => {
  it.each([
    [nested(MOST_LEVELS), false],
    [nested(MOST_LEVELS + 1), true],
    [`{"a":`.repeat(101), true],
    [`[${`${nested(99)},`.repeat(50)}1]`, false],
    [JSON.stringify('['.repeat(500)), false],
    [JSON.stringify({ ['{"\\'.repeat(500)]: '\\"[' }), false],
    ['', false],
    ['not JSON "[[[', false],
  ])('F-057: case %#', (json, is) => expect(isTooDeep(json)).toBe(is));

  it('F-057: is that of the parsed value, for any JSON', () =>
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.integer({ min: 0, max: 8 }), (value, levels) => {
        expect(isTooDeep(JSON.stringify(value), levels)).toBe(depthOf(value) > levels);
      }),
    ));
});
