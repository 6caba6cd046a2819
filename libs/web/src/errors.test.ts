import { AppError, conflict, forbidden, invalid, notFound, unavailable } from '@throughcare/base/errors';
import { REFUSES_US, UpstreamAnswer } from '@throughcare/platform/http';
import { Pages } from './pages';
import { Visitor } from './testing/visitor';
import { type WebUnderTest, startWeb } from './testing/web-kit';

const failing: Readonly<Record<string, Error>> = {
  conflict: conflict('CHANGED', { detail: 'It was confirmed at 10:41.' }),
  forbidden: forbidden('NOT_YOURS'),
  invalid: invalid('WRONG', { detail: 'There is no such list.' }),
  missing: notFound('NO_SUCH_THING'),
  kept: notFound('KEPT_IS_GONE'),
  down: unavailable('UPSTREAM_FAILED'),
  restricted: forbidden('UPSTREAM_REFUSED', {
    cause: new UpstreamAnswer('edge', 403, { code: 'PERSON_RESTRICTED' }),
  }),
  refused: unavailable('UPSTREAM_FAILED', { detail: REFUSES_US }),
  stranger: new AppError('unauthenticated', 'WHO'),
  bug: new Error('secret of X900001'),
};

describe('a page that fails', () => {
  let under: WebUnderTest;
  let visitor: Visitor;
  beforeAll(async () => {
    const pages = new Pages();
    for (const [name, error] of Object.entries(failing))
      pages.get(`/${name}`, { authority: ['ROLE_A'] }, () => Promise.reject(error));
    under = await startWeb({ pages });
    visitor = new Visitor(under.url);
  });
  afterAll(() => under?.close());

  it.each([
    ['conflict', 409, 'This has changed since you opened it', 'It was confirmed at 10:41. Check the latest details'],
    ['forbidden', 403, 'You do not have access to this page', 'Ask your manager'],
    ['invalid', 400, 'There is a problem with your request', 'There is no such list. Check the web address'],
    ['missing', 404, 'Page not found', 'Check the web address'],
    ['kept', 404, 'This page is no longer available', 'It may have been used already.'],
    ['down', 503, 'Sorry, the service is unavailable', 'Try again in a few minutes.'],
    ['restricted', 403, 'You cannot see this person’s record', 'Ask their probation practitioner'],
    ['refused', 503, 'Sorry, the service is unavailable', 'whoever runs the service. A system this page needs'],
    ['stranger', 401, 'You could not be signed in', 'Sign in again.'],
    ['bug', 500, 'Sorry, there is a problem with the service', 'We could not confirm that your change was saved.'],
    ['never', 404, 'Page not found', 'Check the web address'],
  ])('as %s says %d, what happened and what to do', async (name, status, title, words) => {
    const seen = await visitor.get(`/${name}`);
    expect([seen.status, seen.title]).toEqual([status, `${title} – Throughcare`]);
    expect(seen.html).toContain(words);
    expect(seen.html.includes('Reference:')).toBe(status >= 500);
  });

  it('never shows a code, nor what a bug says', async () => {
    for (const name of Object.keys(failing)) {
      const { html } = await visitor.get(`/${name}`);
      expect(html).not.toMatch(/[A-Z]{3,}_[A-Z]{3,}|secret|X900001/);
    }
  });

  it('says that a form is out of date where its token is', async () => {
    const seen = await visitor.post('/sign-out', {});
    expect([seen.status, seen.title]).toEqual([403, 'This form is out of date – Throughcare']);
    expect(seen.html).toContain('Your changes were not saved.');
  });
});
