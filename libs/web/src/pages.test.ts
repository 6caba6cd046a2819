import { Pages } from './pages';

describe('the page that a form is on', () => {
  const pages = new Pages();
  const page = () => undefined;
  for (const path of ['/', '/letters', '/letters/redrive', '/letters/redrive/:plan', '/letters/:service/:id'])
    pages.get(path, { authority: ['ROLE_A'] }, page);
  pages.post('/letters/search', { authority: ['ROLE_A'] }, {}, () => ({ goTo: '/letters' }));

  it.each([
    ['/letters/booking/12', '/letters/booking/12'],
    ['/letters/search', '/letters'],
    ['/letters/booking/12/discard', '/letters/booking/12'],
    ['/nothing/at/all', '/'],
    ['/letters/', '/letters'],
  ])('of %s is %s', (path, home) => {
    expect(pages.formPageOf(path)).toBe(home);
  });

  it('is not a plan, which ended with its session', () => {
    expect(pages.formPageOf('/letters/redrive/some-plan')).toBe('/letters/redrive');
  });
});
