import { catalogue } from '@throughcare/events/catalogue';
import { publicTypes } from './topic.rules';

describe('F-038: what the catalogue calls public', () => {
  it('is what is told on the topic, and nothing else', () => {
    const called = catalogue.filter(({ audience }) => audience === 'public').map(({ type }) => type);
    expect([...new Set(called)].sort()).toEqual([...publicTypes].sort());
  });
});
