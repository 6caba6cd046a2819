import { topologyDocument } from './document';
import { rolloutPlan } from './rollout.rules';

const release = (...consumers: readonly (readonly [owner: string, consumer: string, ...types: string[]])[]) =>
  topologyDocument(consumers.map(([owner, consumer, ...types]) => ({ owner, consumer, sources: ['booking'], types })));
const plan = (before: ReturnType<typeof release>, next: ReturnType<typeof release>) => rolloutPlan(before, next);

describe('F-017: the order of a deployment', () => {
  it('is nothing where nothing changes', () => {
    const same = release(['passport', 'passport.view', 'a', 'b']);
    expect(plan(same, same)).toEqual({ steps: [], problems: [] });
  });

  it('is the service first, then its filter, for a handler that is gained or lost', () => {
    const [one, two] = [release(['passport', 'passport.view', 'a']), release(['passport', 'passport.view', 'a', 'b'])];
    expect(plan(one, two)).toEqual({
      steps: ['passport.view gains b: deploy passport first, then run "create"'],
      problems: [],
    });
    expect(plan(two, one).steps[0]).toMatch(/^passport.view loses b: deploy passport first, then run "create"/);
  });

  it('is two releases for a gain and a loss', () => {
    const { problems } = plan(release(['passport', 'passport.view', 'a']), release(['passport', 'passport.view', 'b']));
    expect(problems).toEqual([
      'passport.view gains b and loses a in one step: release the gain first, the loss after it',
    ]);
  });

  it('is the queue first for a new consumer, and last for one that goes', () => {
    const [less, more] = [
      release(['passport', 'one', 'a']),
      release(['passport', 'one', 'a'], ['passport', 'two', 'b']),
    ];
    expect(plan(less, more).steps).toEqual(['two is new: run "create", then deploy passport']);
    expect(plan(more, less).steps).toEqual(['two goes: deploy passport, then remove its queue when it is empty']);
  });

  it('names a consumer that seems to be renamed', () => {
    const { problems } = plan(release(['passport', 'first', 'a']), release(['passport', 'second', 'a']));
    expect(problems).toEqual([
      'first of passport seems to be called second now: it will read everything again. Keep the name',
    ]);
  });
});
