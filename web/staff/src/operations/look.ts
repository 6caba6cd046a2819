import type { Request, Response } from 'express';
import { emptyForm, readForm } from '@throughcare/web/form';
import { formShownAgain, showForm } from '@throughcare/web/form-page';
import type { Pages } from '@throughcare/web/pages';
import { type Visit, visitOf } from '@throughcare/web/visit/visit';
import { MAY_READ } from './access';
import { reason, uuidPattern } from './fields';
import { needsReason } from './ops-api';

const fields = { reason: reason() };

/** Thrown where a page cannot be shown before somebody says why. */
export class ReasonNeeded extends Error {}

type Show = (visit: Visit, response: Response, reason: string | undefined) => Promise<void>;

const KIND = 'look';
const view = 'operations/look.njk';

/** A page about one person's data: asks why where the service wants to know, and shows it to whoever says so. */
export const lookPage = (pages: Pages, address: string, show: Show): void => {
  const ask = async (request: Request, response: Response) => {
    const visit = visitOf(request);
    const why = await visit.kept.find<string>(KIND, visit.query['why']);
    try {
      await show(visit, response, why?.value);
    } catch (error) {
      if (!(error instanceof ReasonNeeded) && !needsReason(error)) throw error;
      const form = formShownAgain(request, fields) ?? emptyForm();
      showForm(request, response, view, form, { model: { href: request.path }, status: 403 });
    }
  };
  pages.get(address, MAY_READ, ask, { why: uuidPattern });
  pages.post(address, MAY_READ, fields, async (request) => {
    const { data, ...again } = readForm(fields, request.body);
    return data ? { goTo: `${request.path}?why=${await visitOf(request).kept.keep(KIND, data.reason)}` } : { again };
  });
};
