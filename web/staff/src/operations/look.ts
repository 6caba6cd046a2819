import type { Response } from 'express';
import { emptyForm, readForm } from '@throughcare/web/form';
import { showForm } from '@throughcare/web/form-page';
import type { Pages } from '@throughcare/web/pages';
import { type Visit, visitOf } from '@throughcare/web/visit/visit';
import { MAY_READ } from './access';
import { reason } from './fields';
import { needsReason } from './ops-api';

const fields = { reason: reason() };

/** Thrown where a page cannot be shown before somebody says why. */
export class ReasonNeeded extends Error {}

type Show = (visit: Visit, response: Response, reason: string | undefined) => Promise<void>;

/** A page about one person's data: asks why where the service wants to know, and shows it to whoever says so. */
export const lookPage = (pages: Pages, address: string, show: Show): void => {
  const view = 'operations/look.njk';
  pages.get(address, MAY_READ, async (request, response) => {
    try {
      await show(visitOf(request), response, undefined);
    } catch (error) {
      if (!(error instanceof ReasonNeeded) && !needsReason(error)) throw error;
      showForm(response, view, emptyForm(), { model: { href: request.path }, status: 403 });
    }
  });
  pages.post(address, MAY_READ, fields, async (request, response) => {
    const form = readForm(fields, request.body);
    if (!form.data) return showForm(response, view, form, { model: { href: request.path } });
    await show(visitOf(request), response, form.data.reason);
  });
};
