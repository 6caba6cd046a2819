import { keepsNames } from '@throughcare/platform/testing';
import { ReferralApp, aPerson, staff } from '../testing/referral-app';
import { LISTS_OF_PEOPLE } from '../testing/lists-of-people';

const HIDDEN = 'X902050';

/** Drafts about four people, one of whom has limits. */
const start = async () => {
  const app = await ReferralApp.start();
  for (const [at, name] of ['Ada Byron', 'Mo Young', 'Ron Adams', 'Zoë Zone'].entries()) {
    const crn = at === 2 ? HIDDEN : `X90200${at}`;
    app.gateway.people.set(crn, aPerson(crn, { name }));
    await app.draft(staff.referrer, crn);
  }
  return app;
};

keepsNames(start, {
  lists: LISTS_OF_PEOPLE,
  hidden: { crn: HIDDEN, named: (name) => aPerson(HIDDEN, { name, isRestricted: true }) },
  as: (kit) => kit.as(staff.referrer),
});
