import { causesOf } from './failure.rules';

describe('F-069: where a dead letter failed', () => {
  it('is shown with its causes and what PostgreSQL names', () => {
    const cause = {
      type: 'DatabaseError',
      code: '23514',
      table: 'sync_operation',
      constraint: 'kind_known',
      at: ['at b'],
    };
    expect(causesOf({ type: 'QueryFailedError', code: '23514', at: ['at a (x.js:1:2)'], cause })).toEqual([
      { title: 'QueryFailedError 23514', names: '', at: ['at a (x.js:1:2)'] },
      { title: 'Caused by DatabaseError 23514', names: 'constraint kind_known, table sync_operation', at: ['at b'] },
    ]);
  });

  it('is left out where nothing is known', () => {
    expect([null, undefined].map(causesOf)).toEqual([[], []]);
  });
});
