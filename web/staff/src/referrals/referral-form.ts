import { REFERRAL_FORM } from '@throughcare/forms/catalogues';
import type { Form } from '@throughcare/forms/form';

/** Sections of the referral form that have pages here. */
const SECTIONS = ['accommodation-need'];

export const FORM: Form = {
  ...REFERRAL_FORM,
  sections: REFERRAL_FORM.sections.filter(({ slug }) => SECTIONS.includes(slug)),
};
