import type { Request, Response } from 'express';
import { type Form, emptyForm, readForm } from '@throughcare/web/form';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_READ } from './access';
import { reason } from './fields';
import { needsReason } from './ops-api';

const schema = z.object({ reason: reason() });

/** Thrown where a page cannot be shown before somebody says why. */
export class ReasonNeeded extends Error {}

type Show = (request: Request, response: Response, reason: string | undefined) => Promise<void>;

const ask = (request: Request, response: Response, form: Form<unknown>): void => {
  response.status(form.errors.length > 0 ? 400 : 403);
  response.render('operations/look.njk', { ...form, href: request.path });
};

/** A page about one person's data: asks why where the service wants to know, and shows it to whoever says so. */
export const lookPage = (pages: Pages, address: string, show: Show): void => {
  pages.get(address, MAY_READ, async (request, response) => {
    try {
      await show(request, response, undefined);
    } catch (error) {
      if (!(error instanceof ReasonNeeded) && !needsReason(error)) throw error;
      ask(request, response, emptyForm());
    }
  });
  pages.post(address, MAY_READ, schema, async (request, response) => {
    const form = readForm(schema, request.body);
    if (!form.data) return ask(request, response, form);
    await show(request, response, form.data.reason);
  });
};
