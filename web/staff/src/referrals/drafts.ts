import { Cas3Application } from '@throughcare/api/cas3/application';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { AppError, forbidden, notFound } from '@throughcare/base/errors';
import type { PageAnswers } from '@throughcare/forms/form';
import { path } from '@throughcare/platform/http';
import { type At, type Draft, withPage } from '@throughcare/web/questions/question-pages';
import type { Me } from '@throughcare/web/visit/me';
import { refusalCode } from '@throughcare/web/visit/refusals';
import type { Visit } from '@throughcare/web/visit/visit';
import { z } from 'zod';
import { factsFor } from './facts.rules';

export interface ReferralDraft extends Draft {
  readonly id: string;
  readonly crn: string;
  readonly me: Me;
  /** Of what was read: a save is refused when there is a newer one. */
  readonly etag: string | undefined;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The caller's own referral while it can be changed. Others may look at it once it is submitted, and not here. */
export const loadDraft = async ({ api, me, params }: Visit): Promise<ReferralDraft> => {
  const { id = '' } = params;
  if (!me) throw forbidden('STAFF_NOT_FOUND');
  if (!UUID.test(id)) throw notFound('APPLICATION_NOT_FOUND');
  const { value, etag } = await api.getTagged(path`/cas3/applications/${id}`, Cas3Application);
  if (value.createdByUserId !== me.userId) throw notFound('APPLICATION_NOT_FOUND');
  if (value.submittedAt !== null)
    throw new AppError('conflict', 'APPLICATION_ALREADY_SUBMITTED', { detail: 'This referral has been submitted.' });
  const facts = factsFor(me, value.data, londonDate(clock.now()));
  return { id, crn: value.person.crn, me, etag, answers: value.data, facts };
};

/** One page into the whole of the answers; nothing is saved when they have changed since they were read. */
export const savePage = async ({ api }: Visit, draft: ReferralDraft, at: At, given: PageAnswers) => {
  const body = { data: withPage(draft.answers, at, given) };
  try {
    await api.put(path`/cas3/applications/${draft.id}`, body, z.unknown(), {
      ...(draft.etag && { ifMatch: draft.etag }),
    });
    return 'saved';
  } catch (error) {
    if (refusalCode(error) === 'APPLICATION_CHANGED') return 'changed';
    throw error;
  }
};
