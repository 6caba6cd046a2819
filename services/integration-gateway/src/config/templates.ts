import { z } from 'zod';
import { jsonVariable } from '../json-variable';

/** What a practitioner is written about. Each has a template in GOV.UK Notify. */
export const TEMPLATES = ['referral-accepted', 'referral-rejected', 'place-offered', 'person-arrived'] as const;
export type Template = (typeof TEMPLATES)[number];

/** The id at GOV.UK Notify of every template: one that is missing would be noticed when somebody waits for it. */
export const Templates = jsonVariable(z.record(z.enum(TEMPLATES), z.uuid()));
