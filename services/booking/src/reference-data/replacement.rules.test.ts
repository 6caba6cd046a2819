import fc from 'fast-check';
import { Lists, lists } from '@throughcare/reference/lists';
import type { DeliveryUnit } from '@throughcare/reference/items';
import { CARDIFF, CROYDON, LAMBETH, refusal } from '../testing/builders';
import { replaced, type Replacement } from './replacement.rules';

const UNITS = 'probation-delivery-units';
const NEW = ['0b1a5c80-58a7-4ce2-9f55-3b8f4a6d2c11', '0b1a5c80-58a7-4ce2-9f55-3b8f4a6d2c12'];
const codesOf = (id: string) => lists.find(UNITS, id)?.deliusCodes ?? [];
const made = (asked: Replacement, all: readonly DeliveryUnit[] = lists.all(UNITS)) => {
  const ids = [...NEW];
  return replaced(all, asked, () => ids.shift() ?? '');
};

describe('delivery units', () => {
  it('are merged into a new one, which takes over every code', () => {
    const [one, ...old] = made({ from: [CROYDON, LAMBETH], to: [{ name: 'South London' }] });
    expect(one).toMatchObject({ id: NEW[0], name: 'South London', isActive: true, successorIds: [] });
    expect(one?.deliusCodes).toEqual([...codesOf(CROYDON), ...codesOf(LAMBETH)]);
    expect(old).toMatchObject(
      [CROYDON, LAMBETH].map((id) => ({ id, isActive: false, deliusCodes: [], successorIds: [NEW[0]] })),
    );
  });

  it('are merged into one that there is', () => {
    const [one] = made({ from: [CROYDON], to: [{ id: LAMBETH }] });
    expect(one).toMatchObject({ id: LAMBETH, deliusCodes: [...codesOf(LAMBETH), ...codesOf(CROYDON)] });
  });

  it('are split, each part with the codes that are said, and with new ones', () => {
    const to = [
      { name: 'Croydon North', deliusCodes: codesOf(CROYDON) },
      { name: 'Croydon South', deliusCodes: ['N07CROS'] },
    ];
    const [north, south, old] = made({ from: [CROYDON], to });
    expect([north?.deliusCodes, south?.deliusCodes]).toEqual([codesOf(CROYDON), ['N07CROS']]);
    expect(old).toMatchObject({ name: 'Croydon', successorIds: NEW });
  });

  it('may keep the name of what they replace', () => {
    expect(made({ from: [CROYDON, LAMBETH], to: [{ name: 'Croydon' }] })[0]?.name).toBe('Croydon');
  });

  it.each([
    ['nothing', { from: [], to: [] }, ['$.from empty', '$.to empty']],
    ['a unit by itself', { from: [CROYDON], to: [{ id: CROYDON }] }, ['$.to[0].id notUnique']],
    ['a unit of another region', { from: [CROYDON], to: [{ id: CARDIFF }] }, ['$.to[0].id otherRegion']],
    ['one unit twice', { from: [CROYDON, CROYDON], to: [{ name: 'x' }] }, ['$.from[1] notUnique']],
    ['what there is not', { from: [CROYDON], to: [{ id: NEW[0] ?? '' }] }, ['$.to[0].id doesNotExist']],
    ['a unit without a name', { from: [CROYDON], to: [{}] }, ['$.to[0].name empty']],
    ['a unit that gets another name', { from: [CROYDON], to: [{ id: LAMBETH, name: 'x' }] }, ['$.to[0].name unknown']],
    [
      'a code that leads nowhere',
      {
        from: [CROYDON],
        to: [
          { name: 'x', deliusCodes: ['N07X'] },
          { name: 'y', deliusCodes: ['N07Y'] },
        ],
      },
      ['$.to codesMissing'],
    ],
    [
      'a code that leads to two',
      { from: [CROYDON], to: ['x', 'y'].map((name) => ({ name, deliusCodes: ['N07CROY'] })) },
      ['$.to notUnique'],
    ],
    [
      'a part without a code',
      { from: [CROYDON], to: [{ name: 'x', deliusCodes: ['N07CROY'] }, { name: 'y' }] },
      ['$.to codesMissing'],
    ],
  ])('are not replaced: %s', (_what, asked, fields) => {
    expect(refusal(() => made(asked)).fields).toEqual(fields);
  });

  it.each([
    [
      'the code of another unit',
      { from: [CROYDON], to: [{ name: 'x', deliusCodes: codesOf(LAMBETH) }] },
      'DELIUS_CODE_TAKEN',
    ],
    [
      'the name of another unit',
      { from: [CROYDON], to: [{ name: lists.find(UNITS, LAMBETH)?.name ?? '' }] },
      'REFERENCE_NAME_TAKEN',
    ],
    [
      'one name for two',
      {
        from: [CROYDON],
        to: [
          { name: 'x', deliusCodes: ['N07CROY'] },
          { name: 'X ', deliusCodes: ['N07X'] },
        ],
      },
      'REFERENCE_NAME_TAKEN',
    ],
  ])('are not replaced: %s', (_what, asked, code) => {
    expect(refusal(() => made(asked)).code).toBe(code);
  });

  it('come back by a replacement the other way round, and are not replaced twice', () => {
    const after = new Lists();
    const apply = (units: readonly DeliveryUnit[], version: number) => {
      for (const item of units) after.apply({ list: UNITS, item, version });
    };
    apply(made({ from: [CROYDON], to: [{ name: 'x' }] }), 1);
    expect(refusal(() => made({ from: [CROYDON], to: [{ name: 'y' }] }, after.all(UNITS))).code).toBe(
      'REFERENCE_ITEM_REPLACED',
    );
    apply(made({ from: [NEW[0] ?? ''], to: [{ id: CROYDON }] }, after.all(UNITS)), 2);
    expect(after.find(UNITS, CROYDON)).toMatchObject({
      isActive: true,
      deliusCodes: codesOf(CROYDON),
      successorIds: [],
    });
  });

  it('whatever is replaced by whatever, every code leads to one unit in use, and nobody is led in a circle', () => {
    const region = lists
      .all(UNITS)
      .filter(({ probationRegionId }) => probationRegionId === lists.find(UNITS, CROYDON)?.probationRegionId);
    const codes = region.flatMap(({ deliusCodes }) => deliusCodes);
    const step = fc.record({
      from: fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 3 }),
      to: fc.option(fc.nat(), { nil: undefined }),
      name: fc.uuid(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const own = new Lists();
        steps.forEach(({ from, to, name }, at) => {
          const all = own
            .all(UNITS)
            .filter(({ probationRegionId }) => probationRegionId === region[0]?.probationRegionId);
          const idAt = (n: number) => all[n % all.length]?.id ?? '';
          const asked = { from: from.map(idAt), to: [to === undefined ? { name } : { id: idAt(to) }] };
          try {
            for (const item of replaced(own.all(UNITS), asked, () => name))
              own.apply({ list: UNITS, item, version: at + 1 });
          } catch (error) {
            expect(error).toHaveProperty('code', expect.stringMatching(/^(INVALID_FIELD|REFERENCE_ITEM_REPLACED)$/));
          }
        });
        const given = own.all(UNITS).flatMap(({ deliusCodes }) => deliusCodes);
        expect(new Set(given).size).toBe(given.length);
        expect(codes.filter((code) => own.unitOfCode(code)?.isActive !== true)).toEqual([]);
        for (const { id } of own.all(UNITS)) expect(endOf(own, id, 0)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

/** Every way on from here ends at a unit that nothing took the place of. */
const endOf = (own: Lists, id: string, steps: number): boolean =>
  steps < 30 && (own.find(UNITS, id)?.successorIds ?? []).every((next) => endOf(own, next, steps + 1));
