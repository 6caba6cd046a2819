import type { Request, Response } from 'express';
import { type Form, emptyForm, optionalText, readForm, withErrors } from '@throughcare/web/form';
import { keep, kept } from '@throughcare/web/kept';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_READ } from '../access';
import { keyText, uuidPattern } from '../fields';
import type { LedgerRow } from '../model';
import { type ApiOf, type OpsApi, needsReason } from '../ops-api';
import { PAGE_SIZE, pageNumber, pagingOf } from '../paging';
import { GATEWAY, HOME, STATES } from './ledger-states';

const MOST = 1_000;
const KIND = 'ledger';

const open = {
  state: z
    .string('Choose a state once')
    .refine((text) => text === '' || Object.hasOwn(STATES, text), 'Choose a state')
    .optional(),
  booking: optionalText('A booking', 36, uuidPattern, 'A booking is its id of 36 characters, as its address shows it'),
};
/** What may stand in an address: no key, which is a person's. */
const linked = z.object(open);
const typed = z.object({ ...open, key: keyText(20), reason: optionalText('A reason', 500) });
type LedgerFilter = z.output<typeof typed>;

/** Without a state, what needs somebody. */
const queryOf = ({ state, booking, key, reason }: LedgerFilter) => ({
  ...(state === undefined || state === '' || state === 'open' ? { open: true } : state !== 'all' && { state }),
  ...(booking !== undefined && { bookingId: booking }),
  ...(key !== undefined && { person: key }),
  ...(reason !== undefined && { reason }),
  limit: MOST,
});

interface Question {
  readonly form: Form<LedgerFilter>;
  /** In addresses: what was searched for. */
  readonly search: string;
}

const questionOf = (request: Request): Question => {
  const { search, page: _, ...query } = request.query;
  if (search !== undefined) {
    const values = kept<Record<string, string>>(request, KIND, search);
    return { form: readForm(typed, values), search: `search=${typeof search === 'string' ? search : ''}` };
  }
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[0] in open,
  );
  return { form: readForm(linked, Object.fromEntries(given)), search: new URLSearchParams(given).toString() };
};

const WHY = 'nDelius may let only some people see this person: say why you look';

/** Nothing is found where the form is wrong, or where the service wants to know why. */
const find = async (
  api: OpsApi,
  form: Form<LedgerFilter>,
): Promise<{ form: Form<LedgerFilter>; rows: LedgerRow[] }> => {
  if (!form.data) return { form, rows: [] };
  try {
    return { form, rows: await api.post<LedgerRow[]>(GATEWAY, '/ops/sync/operations/search', queryOf(form.data)) };
  } catch (error) {
    if (!needsReason(error)) throw error;
    return { form: withErrors(form.values, [{ field: 'reason', text: WHY }]), rows: [] };
  }
};

const list = async (api: OpsApi, request: Request, response: Response, { form: given, search }: Question) => {
  const { form, rows } = await find(api, given);
  const page = pageNumber(request.query['page'], rows.length);
  response.status(form.errors.length > 0 ? 400 : 200).render('operations/ledger/list.njk', {
    ...{ ...form, total: rows.length, isCut: rows.length === MOST, states: STATES },
    rows: rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    paging: pagingOf(page, rows.length, (number) => `${HOME}?${search}${search && '&'}page=${number}`),
    isFiltered: Object.values(form.values).some((value) => value !== ''),
  });
};

/** What other systems were told, beginning with what needs somebody. */
export const ledgerSearchPages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(HOME, MAY_READ, (request, response) => list(apiOf(request), request, response, questionOf(request)));
  pages.post(`${HOME}/search`, MAY_READ, typed, async (request, response) => {
    const form = readForm(typed, request.body);
    if (!form.data) return list(apiOf(request), request, response, { form: { ...emptyForm(), ...form }, search: '' });
    const { _csrf: _, ...values } = form.values;
    response.redirect(303, `${HOME}?search=${keep(request, KIND, values)}`);
  });
};
