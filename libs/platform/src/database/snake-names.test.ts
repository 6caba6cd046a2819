import { SnakeNames } from './snake-names';

describe('names of columns', () => {
  const names = new SnakeNames();
  it.each([
    ['id', 'id'],
    ['premisesId', 'premises_id'],
    ['isHistoryOfSexualOffence', 'is_history_of_sexual_offence'],
  ])('%s is %s', (property, column) => expect(names.columnName(property)).toBe(column));

  it('are those of the entity where it gives one', () => {
    expect(names.columnName('note', 'case_note_id')).toBe('case_note_id');
  });
});
