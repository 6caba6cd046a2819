import referralV1 from './catalogues/cas3-referral.v1.json';
import accommodation from './catalogues/reports/accommodation.v4.json';
import attitudes from './catalogues/reports/attitudes-thinking-and-behaviour.v4.json';
import children from './catalogues/reports/children-families-and-community.v4.json';
import drugs from './catalogues/reports/drugs-and-alcohol.v3.json';
import education from './catalogues/reports/education-skills-and-work.v4.json';
import finance from './catalogues/reports/finance-and-id.v3.json';
import health from './catalogues/reports/health.v3.json';
import type { Form } from './form';

// The compiler widens literals of JSON, such as kinds and pairs; `catalogues.test.ts` holds every file to the shape of `Form`.
const forms = [
  referralV1,
  accommodation,
  attitudes,
  children,
  drugs,
  education,
  finance,
  health,
] as readonly unknown[] as readonly Form[];

/** Every version of every form that is known. */
export const CATALOGUES: readonly Form[] = forms;

/** A form by name and version; the newest version without one. Throws for a form that is not known: that is a bug. */
export const catalogue = (name: string, version?: number): Form => {
  const versions = forms.filter((form) => form.name === name).toSorted((one, other) => other.version - one.version);
  const found = versions.find((form) => version === undefined || form.version === version);
  if (!found) throw new Error(`no form ${name} in version ${version ?? 'newest'}`);
  return found;
};

/**
 * The referral form in the version in use: pages ask it, and the service checks answers against it. A newer version is used from here
 * on, once answers that were given to this one can be read with it.
 */
export const REFERRAL_FORM = catalogue('cas3-referral', 1);
