import { classification, classify, looksLikeRecall, reasonOfMovement } from './classification.rules';
import type { Direction } from './classification.rules';

type Case = [Direction, string, string | undefined, object];
const out = (codes: readonly string[], expected: object): Case[] =>
  codes.map((code) => ['OUT', 'RELEASED', code, expected]);
const released = { outcome: 'released' };
const ignored = (name: string) => ({ outcome: 'ignore', name });
const received = (kind: string) => ({ outcome: 'received', kind });

describe('the movement table, version 2', () => {
  it.each<Case>([
    ['OUT', 'RELEASED', 'CR', released],
    ['OUT', 'RELEASED', 'NCS', released],
    ['OUT', 'RELEASED', 'ECSL', released],
    ['OUT', 'RELEASED', undefined, released],
    ['OUT', 'RELEASED', 'SOMETHING_NEW', released],
    ['OUT', 'RELEASED', 'MRG', ignored('RecordMerge')],
    ['OUT', 'RELEASED', 'mrg', ignored('RecordMerge')],
    ['OUT', 'RELEASED', 'DEC', { outcome: 'died' }],
    ...out(['HO', 'HP', 'HQ'], ignored('ReleasedToHospital')),
    ...out(['DD', 'DE', 'DL', 'DEIRC', 'ETR', 'ECSLIRC'], ignored('DeportedOrImmigrationDetention')),
    ...out(['UAL', 'UAL_ECL', 'ESCP'], ignored('UnlawfullyAtLarge')),
    ['OUT', 'RELEASED_TO_HOSPITAL', 'HP', ignored('ReleasedToHospital')],
    ['OUT', 'TEMPORARY_ABSENCE_RELEASE', 'C3', ignored('TemporaryAbsence')],
    ['OUT', 'SENT_TO_COURT', 'CRT', ignored('SentToCourt')],
    ['OUT', 'TRANSFERRED', 'TRN', ignored('BeingTransferred')],
    ['OUT', 'UNKNOWN', 'X', ignored('UnknownMovement')],
    ['OUT', 'ADMISSION', '24', ignored('NoConfigForMovement')],
    ['OUT', 'NEVER_SEEN', 'CR', ignored('NoConfigForMovement')],
    ['IN', 'ADMISSION', '24', received('ADMISSION')],
    ['IN', 'ADMISSION', 'INTAKE', received('ADMISSION')],
    ['IN', 'NEW_ADMISSION', undefined, received('ADMISSION')],
    ['IN', 'READMISSION', undefined, received('ADMISSION')],
    ['IN', 'READMISSION_SWITCH_BOOKING', undefined, received('ADMISSION')],
    ['IN', 'POST_MERGE_ADMISSION', undefined, received('ADMISSION')],
    ['IN', 'TEMPORARY_ABSENCE_RETURN', 'ET', received('TEMPORARY_ABSENCE_RETURN')],
    ['IN', 'RETURN_FROM_COURT', 'CRT', received('RETURN_FROM_COURT')],
    ['IN', 'TRANSFERRED', 'INT', received('TRANSFERRED')],
    ['IN', 'RELEASED', 'CR', ignored('NoConfigForMovement')],
  ])('%s %s %s', (direction, reason, code, expected) => {
    expect(classify(direction, reason, code)).toMatchObject(expected);
  });

  it('reaches every row: none is shadowed by one above it', () => {
    for (const row of classification.rows) {
      const codes = row.codes === '*' ? [undefined] : row.codes;
      for (const code of codes) expect(classify(row.direction, row.reason, code)).toBe(row);
    }
  });

  it.each<[string, Direction, string, string | undefined]>([
    ['REL', 'OUT', 'CR', 'RELEASED'],
    ['REL', 'OUT', 'HP', 'RELEASED_TO_HOSPITAL'],
    ['TAP', 'OUT', 'C3', 'TEMPORARY_ABSENCE_RELEASE'],
    ['TAP', 'IN', 'C3', 'TEMPORARY_ABSENCE_RETURN'],
    ['CRT', 'OUT', 'CA', 'SENT_TO_COURT'],
    ['CRT', 'IN', 'CA', 'RETURN_FROM_COURT'],
    ['TRN', 'OUT', 'NOTR', 'TRANSFERRED'],
    ['ADM', 'IN', 'INT', 'TRANSFERRED'],
    ['ADM', 'IN', 'TRNCRT', 'TRANSFERRED'],
    ['ADM', 'IN', 'TRNTAP', 'TRANSFERRED'],
    ['ADM', 'IN', '24', 'ADMISSION'],
    ['REL', 'IN', 'CR', undefined],
    ['XYZ', 'OUT', 'CR', undefined],
  ])('calls a movement %s %s %s %s', (type, direction, code, expected) => {
    expect(reasonOfMovement(type, direction, code)).toBe(expected);
  });

  it('has a row for every kind of movement it can name', () => {
    for (const kind of classification.kinds) {
      expect(classify(kind.direction, kind.reason, undefined)).not.toMatchObject({ name: 'NoConfigForMovement' });
    }
  });

  it.each([
    ['24', true],
    ['etrlr', true],
    ['N', false],
    [undefined, false],
  ])('takes code %s for a recall: %s', (code, expected) => {
    expect(looksLikeRecall(code)).toBe(expected);
  });
});
