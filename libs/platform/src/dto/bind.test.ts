import { IsString, MaxLength, ValidateNested } from 'class-validator';
import fc from 'fast-check';
import { SampleDto } from '../sample.fixture';
import { bind } from './bind';
import { Flag, Instant, Int, LocalTime, Nested, Num, OneOf, Optional, Text } from './decorators';
import { Exact } from './fields';

const valid = { title: 'A', size: 1, startDate: '2026-03-01' };
const problems = async (type: new () => object, given: unknown, source?: 'text') => {
  const bound = await bind(type, given, source);
  return 'problems' in bound ? bound.problems.map(({ propertyName, errorType }) => `${propertyName} ${errorType}`) : [];
};

describe('bind', () => {
  it('answers any JSON with a DTO of the declared types, or with problems', async () => {
    const field = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>('2026-03-01', 7, true, '7', [], {}, '\u0000', '\ud800'),
    );
    const body = fc.record({
      title: field,
      size: field,
      startDate: field,
      open: field,
      tags: field,
      contact: field,
      others: field,
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, fc.jsonValue()), async (given) => {
        const bound = await bind(SampleDto, given);
        if ('problems' in bound) {
          expect(bound.problems.length).toBeGreaterThan(0);
          for (const { propertyName } of bound.problems) expect(propertyName).toMatch(/^\$/);
          return;
        }
        const { title, size, startDate } = bound.dto;
        expect([typeof title, typeof size, typeof startDate]).toEqual(['string', 'number', 'string']);
        expect(bound.dto).toBeInstanceOf(SampleDto);
      }),
      { numRuns: 300 },
    );
  });

  it('finds a missing, null and blank field empty, and takes null for an optional one as left out', async () => {
    for (const title of [undefined, null, '', '  '])
      expect(await problems(SampleDto, { ...valid, title })).toEqual(['$.title empty']);
    const bound = await bind(SampleDto, { ...valid, ownerId: null });
    expect('dto' in bound && 'ownerId' in bound.dto).toBe(false);
  });

  it('finds an end before its start, and nothing where one of the two is missing or no time', async () => {
    class Range {
      @Optional() @Instant() from?: string;
      @Optional() @Instant({ notBefore: 'from' }) to?: string;
    }
    const from = '2026-03-29T01:30:00+01:00';
    expect(await problems(Range, { from, to: '2026-03-29T00:29:59Z' })).toEqual(['$.to beforeStart']);
    expect(await problems(Range, { from, to: '2026-03-29T00:30:00Z' })).toEqual([]);
    expect(await problems(Range, { to: '2026-03-29T00:30:00Z' })).toEqual([]);
    expect(await problems(Range, { from: 'never', to: from })).toEqual(['$.from invalid']);
    expect(await problems(Range, { from, to: 'never' })).toEqual(['$.to invalid']);
  });

  it('keeps null where it takes something away, and leaves out what is not sent', async () => {
    class Mailbox {
      @Optional({ keepNull: true }) @Text() email?: string | null;
    }
    expect(await bind(Mailbox, { email: null })).toEqual({ dto: { email: null } });
    expect(await bind(Mailbox, {})).toEqual({ dto: {} });
    expect(await problems(Mailbox, { email: '' })).toEqual(['$.email empty']);
  });

  it.each([1.5, NaN, Infinity, 2 ** 31, -1, '1', '', true, [1], {}])('does not take %p for a size', async (size) => {
    expect(await problems(SampleDto, { ...valid, size })).toHaveLength(1);
  });

  it('does not reach into the prototype', async () => {
    const given = JSON.parse(
      '{"title":"A","size":1,"startDate":"2026-03-01","__proto__":{"open":true},"constructor":1}',
    ) as object;
    const bound = await bind(SampleDto, given);
    expect(bound).toEqual({ dto: valid });
    expect(await problems(SampleDto, Object.create(valid))).toHaveLength(3);
  });

  it('keeps a free object as it came, in its order', async () => {
    const data = JSON.parse('{"b":1,"a":{"d":[{"f":null}],"c":"x"},"2":0,"then":"not a promise"}') as Record<
      string,
      unknown
    >;
    const bound = await bind(SampleDto, { ...valid, data });
    expect('dto' in bound && JSON.stringify(bound.dto.data)).toBe(JSON.stringify(data));
  });

  it('takes class-validator’s own decorators, in the words of the API', async () => {
    class Foreign {
      @IsString() @MaxLength(3) code: string;
    }
    expect(await problems(Foreign, {})).toEqual(['$.code empty']);
    expect(await problems(Foreign, { code: 7 })).toEqual(['$.code expectedString']);
    expect(await problems(Foreign, { code: 'long' })).toEqual(['$.code invalid']);
    expect(await bind(Foreign, { code: 'abc', other: 1 })).toEqual({ dto: { code: 'abc' } });
  });

  it('refuses to run with a nested class that nobody would check, or a class without fields', async () => {
    class Unchecked {
      @ValidateNested() inner: object;
    }
    class Bare {
      title: string;
    }
    await expect(bind(Unchecked, {})).rejects.toThrow('use @Nested');
    await expect(bind(Bare, {})).rejects.toThrow('describes no field');
  });

  it('inherits fields, and lets a subclass make them optional', async () => {
    class Parent {
      @Text() title: string;
    }
    class Child extends Parent {
      @Optional() declare title: string;
      @Num() price: number;
    }
    expect(await problems(Child, {})).toEqual(['$.price empty']);
    expect(await problems(Parent, {})).toEqual(['$.title empty']);
  });

  it('F-059: refuses members that an exact class does not know, nested ones too, without repeating them', async () => {
    @Exact()
    class Filter {
      @Optional() @Text() key?: string;
    }
    class Run {
      @Optional() @Nested(() => Filter) filter?: Filter;
    }
    expect(await problems(Filter, { key: 'a' })).toEqual([]);
    expect(await problems(Filter, { key: 'a', kye: 'Robin' })).toEqual(['$ unknown']);
    expect(await problems(Run, { filter: { kye: 'Robin' }, other: 1 })).toEqual(['$.filter unknown']);
  });

  it('reads text from queries and forms, and only there', async () => {
    class Form {
      @Optional() @Int({ form: true }) minutes?: number;
      @Optional() @Flag({ form: true }) urgent?: boolean;
      @Optional() @Flag() strict?: boolean;
      @Optional() @LocalTime() at?: string;
      @Optional() @OneOf(['a', 'b'], { dropUnknown: true }) kind?: string;
    }
    expect(await bind(Form, { minutes: '60', urgent: 'false', at: '2026-05-01T10:30', kind: 'z' })).toEqual({
      dto: { minutes: 60, urgent: false, at: '2026-05-01T10:30' },
    });
    expect(await bind(Form, { minutes: '', urgent: '' })).toEqual({ dto: {} });
    expect(await problems(Form, { strict: 'true', urgent: 'yes', minutes: '1e3' })).toEqual([
      '$.minutes expectedNumber',
      '$.urgent expectedBoolean',
      '$.strict expectedBoolean',
    ]);
    expect(await bind(Form, { strict: 'true' }, 'text')).toEqual({ dto: { strict: true } });
  });
});
