import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { assessmentIdOf } from '@throughcare/events/ids';
import { anEvent } from '@throughcare/platform/testing';
import { ReferralApp, staff, theAnswers, type ApplicationJson } from '../testing/referral-app';
import { OutcomeEvents } from './outcome.events';

let referral: ReferralApp;
beforeAll(async () => {
  referral = await ReferralApp.start();
});
afterAll(() => referral?.close());

const read = async (id: string, member = staff.referrer) =>
  (await (await referral.as(member)).get<ApplicationJson>(`/cas3/applications/${id}`)).body;

describe('GET /cas3/referral-form', () => {
  it('gives the catalogue of five sections', async () => {
    const { status, body } = await (
      await referral.as(staff.assessor)
    ).get<{ form: { sections: unknown[] } }>('/cas3/referral-form');
    expect([status, body.form.sections.length]).toEqual([200, 5]);
    expect(body).toMatchObject({ name: 'cas3-referral', version: 1 });
  });

  it('of a draft gives statuses, problems and the next page, to its creator alone', async () => {
    const id = await referral.draft(
      staff.referrer,
      'X900001',
      theAnswers({ 'move-on-plan/move-on-plan': { plan: ' ' } }),
    );
    const { body } = await (await referral.as(staff.referrer)).get(`/cas3/referral-form/${id}`);
    expect(body).toMatchObject({
      next: { task: 'move-on-plan', page: 'move-on-plan' },
      problems: [{ task: 'move-on-plan', page: 'move-on-plan', field: 'plan', errorType: 'empty' }],
    });
    expect((await (await referral.as(staff.colleague)).get(`/cas3/referral-form/${id}`)).status).toBe(403);
    const submitted = await referral.submitted();
    expect((await (await referral.as(staff.referrer)).get(`/cas3/referral-form/${submitted}`)).status).toBe(409);
  });
});

describe('what submission freezes', () => {
  it('is also a copy that the server made, beside the client’s own', async () => {
    const id = await referral.submitted();
    const { document, readableCopy, reference } = await read(id);
    expect(document).toMatchObject({ sections: [{ tasks: [{ content: expect.any(Array) }] }] });
    expect(readableCopy).toMatchObject({ sections: [{ title: 'Accommodation need' }, {}, {}, {}] });
    expect(reference).toMatch(/^TA\d{6}[A-Z]$/);
    const told = ReferralSubmitted.data.parse(JSON.parse((await referral.published(id))[0]?.payload ?? '{}'));
    expect(told).toMatchObject({
      reference,
      startedAt: expect.any(String),
      eligibilityReason: 'homelessFromCustody',
    });
    await expect(
      referral.test.db.query(`update application set readable_copy = '{}' where id = $1`, [id]),
    ).rejects.toThrow('frozen');
  });

  it('gives every referral a reference of its own', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => referral.draft()));
    const references = await Promise.all(ids.map(async (id) => (await read(id)).reference));
    expect(new Set(references).size).toBe(8);
  });
});

describe('another live referral of the person', () => {
  it('is shown as a warning until it is decided, to whoever makes the next one', async () => {
    const crn = 'X900077';
    const { people } = referral.gateway;
    people.set(crn, { ...people.get('X900001')!, crn });
    const first = await referral.submitted(staff.colleague, {}, crn);
    const second = await referral.draft(staff.referrer, crn);
    const { reference } = await read(first, staff.colleague);
    expect((await read(second)).otherLiveReferrals).toEqual([
      { id: first, reference, submittedAt: expect.any(String), probationRegionId: expect.any(String) },
    ]);
    expect((await read(first, staff.colleague)).otherLiveReferrals).toEqual([]);
    const closed = { ...AssessmentClosed.example, applicationId: first, assessmentId: assessmentIdOf(first) };
    const handler = referral.test.app.get(OutcomeEvents);
    await referral.deliver(handler.apply.bind(handler), anEvent(AssessmentClosed, closed, 9));
    expect((await read(second)).otherLiveReferrals).toEqual([]);
  });
});
