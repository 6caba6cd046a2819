import { catalogue } from '@throughcare/forms/catalogues';
import type { Form } from '@throughcare/forms/form';

/** Sections of the referral form that have pages here. */
const SECTIONS = ['accommodation-need'];

const whole = catalogue('cas3-referral', 1);

export const FORM: Form = { ...whole, sections: whole.sections.filter(({ slug }) => SECTIONS.includes(slug)) };
